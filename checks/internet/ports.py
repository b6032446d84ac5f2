"""Waiting until a server answers."""

import os
import socket
import time


def wait_for(address, port, what, log, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection((address, port), timeout=1):
                return
        except OSError as refused:
            if time.monotonic() > deadline:
                said = ""
                if os.path.exists(log):
                    with open(log, errors="replace") as f:
                        said = f.read()[-3000:]
                raise SystemExit(f"{what} does not answer on {address}:{port} ({refused}):\n{said}")
            time.sleep(0.05)
