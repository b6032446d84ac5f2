"""Runs cases in a place, and says of each that failed what was sent, what was wanted and what came."""

import sys
import time

from . import dialogues, messages, records, requests
from .cases import KINDS, Mistake, read_all
from .wanted import Wrong

PLAYERS = {"dialogues": dialogues, "messages": messages, "requests": requests, "records": records}


def run(place, wanted=(), out=sys.stdout):
    """How many failed. wanted: kinds, files as kind/name.txt or lines in them as kind/name.txt:12; nothing: all."""
    began = time.monotonic()
    ran, failed, left_out = dict.fromkeys(KINDS, 0), 0, []
    for case in select(read_all(), wanted):
        if place.name in case.not_on:
            left_out.append(case)
            continue
        ran[case.kind] += 1
        failed += not holds(case, place, out)
    for case in left_out:
        print(f"corpus: not on the {place.name}: {case.where()} {case.title} ({case.not_on[place.name]})", file=out)
    counts = ", ".join(f"{count} {kind}" for kind, count in ran.items())
    print(f"corpus: {sum(ran.values())} cases on the {place.name} ({counts}) in {time.monotonic() - began:.1f} s, {len(left_out)} not run there, "
          f"{failed} failed", file=out)
    return failed


def select(cases, wanted):
    found = [case for case in cases if not wanted or any(each in (case.kind, f"{case.kind}/{case.file}", case.where()) for each in wanted)]
    if not found:
        raise Mistake(f"no case is in {' '.join(wanted)}")
    return found


def holds(case, place, out):
    """Whether it came out as it is written; says how not."""
    player = Watched(case)
    try:
        PLAYERS[case.kind].play(player.case, place)
        return True
    except Wrong as wrong:
        report(case, player.last, (("sent", wrong.sent), ("wanted", wrong.wanted), ("came", wrong.came)), out)
    except (Mistake, OSError, KeyError, ValueError) as trouble:
        report(case, player.last, (("trouble", f"{type(trouble).__name__}: {trouble}"),), out)
    return False


class Watched:
    """A case that remembers which of its steps was taken last."""

    def __init__(self, case):
        self.last = case.steps[0] if case.steps else None
        self.case = type(case)(case.kind, case.file, case.line, case.title, self.steps(case), case.not_on)

    def steps(self, case):
        for step in case.steps:
            self.last = step
            yield step


def report(case, step, parts, out):
    print(f"FAILED {case.where(step)} {case.title}", file=out)
    print(f"  {'at':8}{step.word}: {step.text}" if step else "", file=out)
    for name, text in parts:
        print(f"  {name:8}" + str(text).replace("\n", "\n" + " " * 10), file=out)
