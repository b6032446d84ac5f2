"""Peers that behave badly (smtp-sink): each failure is a deferral in the peer's own words, and mail goes when they behave."""

import os
import subprocess

from internet import expect
from internet.network import RUDE
from internet.ports import wait_for

# What each does, and what the history of the delivery must say of it.
MANNERS = {
    "greeting": (["-Q", "connect"], "421"),
    "rcpt": (["-r", "rcpt"], "450"),
    "data": (["-q", "data"], None),
    "dot": (["-q", "."], None),
}


def sink(folder, manner, options):
    process = subprocess.Popen(["smtp-sink", "-u", "nobody", "-h", f"mx.{manner}.test", *options, f"{RUDE[manner]}:25", "100"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=folder)
    wait_for(RUDE[manner], 25, "smtp-sink", os.devnull)
    return process


def check(world):
    rude = {manner: sink(world.folder, manner, options) for manner, (options, _) in MANNERS.items()}
    for manner in MANNERS:
        world.ours.send(f"someone@{manner}.test", f"rude-{manner}")
    for manner, (_, words) in MANNERS.items():
        waiting = world.ours.wait_for_delivery(f"someone@{manner}.test", "tried twice", lambda delivery: len(delivery["history"]) >= 2)
        first = waiting["history"][0]
        expect(first["outcome"] == "deferred" and (not words or words == str(first["code"])), f"{manner}: it should be deferred", waiting)
        rude[manner].terminate()
        rude[manner].wait()
        rude[manner] = sink(world.folder, manner, [])
    for manner in MANNERS:
        world.ours.wait_for_delivery(f"someone@{manner}.test", "delivered", lambda delivery: delivery["state"] == "delivered")
        rude[manner].terminate()
        rude[manner].wait()
    print(f"sending: {len(MANNERS)} rude peers (421 at the greeting, 450 to RCPT, gone after DATA, gone after the dot) deferred it, and have it now")
