"""No name server answers: nothing is called missing for that."""

import json

from internet import expect
from waits import wait


def check(world):
    before = world.ours.status()
    world.names.stop()
    world.second.stop()
    try:
        code, out = world.ours.dns("--output", "json")
        report, = json.loads(out)
        verdicts = {record["verdict"] for record in report["records"]}
        expect(code == 1 and "Error" in verdicts and verdicts <= {"Error", "Unknown"}, "nothing should be told from silence", out)
        wait(lambda: world.ours.condition("DNSReady")[0] == "Unknown",
             lambda: f"DNSReady should be Unknown while nobody answers: {world.ours.status()}", 120)
        expect(stages(world) == stages_of(before), "silence should change no key", world.ours.status())
    finally:
        world.names.start()
        world.second.start()
    print("dns: with the name servers away every record is an Error, none is Missing, and no key changes its stage")


def stages(world):
    return stages_of(world.ours.status())


def stages_of(status):
    return [line.strip() for line in status.splitlines() if line.strip().startswith("stage:")]
