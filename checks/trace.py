"""Reads what strace -f -y wrote: calls in the order they began, each with when it returned."""

import re
from dataclasses import dataclass

CALL = re.compile(r"^(\d+) +(\w+)\((\d+)<(.*?)>(.*)$", re.DOTALL)
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$", re.DOTALL)


@dataclass
class Call:
    """began and ended are line numbers: strace writes one line after another."""

    name: str
    path: str
    text: str
    began: int
    ended: int = 0
    result: int = -1


def result(text):
    match = re.search(r"= (-?\d+)[^=]*$", text)
    return int(match.group(1)) if match else -1


def read(path):
    calls, unfinished = [], {}
    with open(path, errors="replace") as f:
        for number, line in enumerate(f):
            line = line.rstrip("\n")
            if match := RESUMED.match(line):
                if call := unfinished.pop(match.group(1), None):
                    call.ended, call.result = number, result(match.group(3))
                    call.text += match.group(3)
            elif match := CALL.match(line):
                call = Call(match.group(2), match.group(4), match.group(5), number)
                calls.append(call)
                if line.endswith("<unfinished ...>"):
                    unfinished[match.group(1)] = call
                else:
                    call.ended, call.result = number, result(match.group(5))
    return calls
