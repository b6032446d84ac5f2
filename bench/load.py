"""The loads, all made by smtp-source: a C program, so that what is measured is the server."""

import subprocess
import time
from dataclasses import dataclass

WARM_UP = 1000


@dataclass(frozen=True)
class Load:
    """octets of a message's body, sessions at once, and whether a connection carries many messages."""

    name: str
    octets: int
    sessions: int
    reuse: bool


LOADS = (
    Load("1 KB, many a connection", 1024, 20, True),
    Load("1 KB, one a connection", 1024, 20, False),
    Load("100 KB", 100 * 1024, 10, True),
    Load("1 MB", 1024 * 1024, 10, True),
)


@dataclass(frozen=True)
class Sample:
    """Messages a second, and the server's CPU seconds for a thousand of them."""

    rate: float
    cpu: float


def run(server, load, messages):
    command = ["smtp-source", "-s", str(load.sessions), "-l", str(load.octets), "-m", str(messages)]
    command += ["-d"] if load.reuse else []
    command += ["-f", "sender@elsewhere.test", "-t", "sink@bench.test", "-M", "load.bench.test"]
    command += [f"inet:127.0.0.1:{server.port}"]
    cpu, begun = server.cpu_seconds(), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    elapsed = time.monotonic() - begun
    if done.returncode != 0 or done.stderr:
        raise SystemExit(f"smtp-source to {server.name} failed: {done.stderr[-2000:]}")
    return Sample(messages / elapsed, (server.cpu_seconds() - cpu) / messages * 1000)


def warm_up(server):
    run(server, LOADS[0], WARM_UP)


def calibrate(server, load, seconds):
    """How many messages take this server about that long."""
    trial = {1024: 1000, 100 * 1024: 200}.get(load.octets, 50)
    return max(trial, int(run(server, load, trial).rate * seconds))
