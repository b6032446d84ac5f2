"""How checks wait: for what they want to see, never for a time."""

import time


def wait(probe, what, seconds=20):
    """The first true answer; ends the check with what() where there is none in time."""
    deadline = time.monotonic() + seconds
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise SystemExit(what())
        time.sleep(0.05)
    return answer
