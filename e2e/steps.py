"""What a run says, and how it waits: for what it wants to see, never for a time."""

import time

BEGUN = time.monotonic()


class Failed(Exception):
    """What was wanted and what was seen instead, in one sentence."""


def say(sentence):
    print(f"{time.monotonic() - BEGUN:6.1f} s  {sentence}", flush=True)


def check(holds, sentence):
    if not holds:
        raise Failed(sentence)


def until(wanted, probe, seconds=60, pause=0.25):
    """The first true answer of probe; Failed when there is none in time. An answer of Failed is a reason to ask again."""
    end = time.monotonic() + seconds
    last = ""
    while True:
        try:
            answer = probe()
            if answer:
                return answer
        except Failed as e:
            last = f" (last seen: {e})"
        if time.monotonic() > end:
            raise Failed(f"not within {seconds} s: {wanted}{last}")
        time.sleep(pause)


class Watch:
    """Seconds since it was made."""

    def __init__(self):
        self.begun = time.monotonic()

    def seconds(self):
        return time.monotonic() - self.begun

    def __str__(self):
        return f"{self.seconds():.1f} s"
