"""A Mailhelm that serves the quickstart, or other resources, on ports of the system's choice, and what the checks ask it."""

import json
import os
import shutil
import signal
import smtplib
import ssl
import subprocess
import time
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
USER = "admin@yourdomain.test"
PASSWORD = "admin-password"


class Served:
    """Started by start(), ended by stop() or kill(); the data folder stays for the next start."""

    def __init__(self, folder, before=(), app=None, resources=os.path.join(ROOT, "examples", "quickstart")):
        self.folder = folder
        self.before = list(before)
        self.app = app
        self.resources = os.path.join(folder, "resources")
        os.makedirs(folder, exist_ok=True)
        shutil.copytree(resources, self.resources)

    def start(self):
        ports = os.path.join(self.folder, "ports.json")
        if os.path.exists(ports):
            os.remove(ports)
        environment = dict(os.environ)
        if self.app:
            environment["MAILHELM_APP"] = self.app
        self.log_path = os.path.join(self.folder, "log")
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.before
                + [
                    os.path.join(ROOT, "bin", "mailhelm"), "serve", self.resources, "--dev", "--any-port",
                    "--data", os.path.join(self.folder, "data"), "--ports-file", ports,
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not os.path.exists(ports):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                with open(self.log_path, errors="replace") as log:
                    raise SystemExit("the server did not start:\n" + log.read()[-4000:])
            time.sleep(0.02)
        with open(ports) as f:
            self.ports = json.load(f)
        return self

    @property
    def smtp(self):
        return self.ports["listeners"]["development"]

    def stop(self):
        """The whole group: a tracer that ends leaves the server it traced running."""
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + 30
        while self.signal(0) and time.monotonic() < deadline:
            self.process.poll()
            time.sleep(0.05)
        self.kill()

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def signal(self, number):
        """Whether there was anyone to tell."""
        try:
            os.killpg(self.process.pid, number)
            return True
        except ProcessLookupError:
            return False

    def api(self, method, path):
        url = f"http://127.0.0.1:{self.ports['management']}{path}"
        request = urllib.request.Request(url, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def inbox(self, subject):
        """The entries whose subject contains the text."""
        path = "/inbox?subject=" + urllib.parse.quote(subject)
        return json.loads(self.api("GET", path))["emails"]

    def login(self):
        """A client over STARTTLS that has logged in."""
        client = smtplib.SMTP("127.0.0.1", self.smtp, local_hostname="check.test", timeout=60)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        client.starttls(context=context)
        client.login(USER, PASSWORD)
        return client

    def plain_login(self):
        """A client without TLS, for those that must see the octets on the wire."""
        client = smtplib.SMTP("127.0.0.1", self.smtp, local_hostname="check.test", timeout=60)
        client.login(USER, PASSWORD)
        return client


def message(subject, body="Hello.\r\n"):
    return (
        f"From: {USER}\r\nTo: test@example.com\r\nSubject: {subject}\r\n"
        f"Date: Mon, 23 Nov 2026 05:00:00 +0000\r\n\r\n{body}"
    ).encode()
