"""Servers that checks and benchmarks start: their processes, their logs, and when they are ready."""

import json
import os
import signal
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAILHELM = os.path.join(ROOT, "bin", "mailhelm")


class Started:
    """A server in a process group of its own; what it says is appended to FOLDER/log."""

    def __init__(self, name, folder, command, **options):
        self.name = name
        self.log_path = os.path.join(folder, "log")
        self.begun = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **options)

    def wait_until(self, ready, seconds=60, pause=0.005):
        """Ends the program with the end of the log where it does not become so."""
        while not ready():
            if self.process.poll() is not None or time.monotonic() - self.begun > seconds:
                self.kill()
                with open(self.log_path, errors="replace") as log:
                    raise SystemExit(f"{self.name} did not start:\n{log.read()[-4000:]}")
            time.sleep(pause)
        return self

    def stop(self, seconds=30):
        """SIGTERM to the whole group: a tracer that ends leaves the server it traced running. Its exit code, that of SIGKILL
        where it was too late."""
        deadline = time.monotonic() + seconds
        self.signal(signal.SIGTERM)
        while self.signal(0) and time.monotonic() < deadline:
            self.process.poll()
            time.sleep(0.05)
        return self.kill()

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.process.wait()

    def signal(self, number):
        """Whether there was anyone to tell."""
        try:
            os.killpg(self.process.pid, number)
            return True
        except ProcessLookupError:
            return False


def serve(name, folder, *options, before=(MAILHELM,), seconds=60, pause=0.02, **more):
    """`mailhelm serve` of FOLDER/resources with the data in FOLDER/data: the server when it is ready, and its ports."""
    path = os.path.join(folder, "ports.json")
    if os.path.exists(path):
        os.remove(path)
    command = [*before, "serve", os.path.join(folder, "resources"), "--data", os.path.join(folder, "data"), "--ports-file", path, *options]
    started = Started(name, folder, command, **more).wait_until(lambda: os.path.exists(path), seconds, pause)
    with open(path) as f:
        return started, json.load(f)
