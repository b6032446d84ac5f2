"""The peer is away: mail waits, is tried as the policy says, and goes when the peer is back."""

import datetime
import time

from internet import expect

PAUSES = (1, 2, 3)  # mailhelm.py: retry


def check(world):
    world.postfix.stop()
    world.ours.swaks("late@elsewhere.test", "deferred")
    waiting = world.ours.wait_for_delivery("late@elsewhere.test", "tried four times", lambda delivery: len(delivery["history"]) >= 4)
    expect(waiting["state"] == "queued", "it should wait", waiting)
    outcomes = {attempt["outcome"] for attempt in waiting["history"]}
    expect(outcomes == {"deferred"}, "each attempt should have been deferred", waiting)
    began = [datetime.datetime.fromisoformat(attempt["at"].replace("Z", "+00:00")) for attempt in waiting["history"]]
    pauses = [(later - earlier).total_seconds() for earlier, later in zip(began, began[1:])]
    expect(all(planned <= pause < planned + 1.5 for planned, pause in zip(PAUSES, pauses)),
           f"the pauses should be {PAUSES} s", pauses)
    world.postfix.start()
    began = time.monotonic()
    world.postfix.mailboxes["late"].wait("deferred", PAUSES[-1] + 10)
    print(f"sending: Postfix away: deferred {len(waiting['history'])} times after {', '.join(f'{pause:.1f}' for pause in pauses)} s; "
          f"there {time.monotonic() - began:.1f} s after it came back")
