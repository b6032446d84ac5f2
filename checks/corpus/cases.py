"""Cases as they are written: one a 'case:' line, several a file."""

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
KINDS = ("dialogues", "messages", "requests", "records")
PLACES = ("laptop", "cluster")

ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}|.?)", re.DOTALL)
PLAIN = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}


@dataclass(frozen=True)
class Step:
    """One line of a case: its number, what stands before the colon, and what stands after it."""

    line: int
    word: str
    text: str


@dataclass(frozen=True)
class Case:
    """What is done, and what must come of it; not_on has the reason for each place where it cannot be done."""

    kind: str
    file: str
    line: int
    title: str
    steps: tuple
    not_on: dict

    def where(self, step=None):
        return f"{self.kind}/{self.file}:{step.line if step else self.line}"


class Mistake(Exception):
    """A case that is written wrongly, with its place."""


def read_all(kinds=KINDS, folder=HERE):
    """Every case, in the order of the files."""
    return [case for kind in kinds for path in sorted((folder / kind).glob("*.txt")) for case in read(kind, path)]


def read(kind, path):
    """The cases of a file. A blank line and one that begins with # say nothing."""
    cases, titles = [], set()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, colon, text = line.partition(":")
        text = text.removeprefix(" ")
        at = f"{kind}/{path.name}:{number}"
        if word == "case":
            if not text or text in titles:
                raise Mistake(f"{at}: a case needs a title of its own")
            titles.add(text)
            cases.append(Case(kind, path.name, number, text, (), {}))
        elif not cases:
            raise Mistake(f"{at}: say 'case: …' first")
        elif word == "not-on":
            place, _, reason = text.partition(" ")
            if place not in PLACES or not reason:
                raise Mistake(f"{at}: write not-on: {'|'.join(PLACES)} and the reason")
            cases[-1].not_on[place] = reason
        else:
            cases[-1] = with_steps(cases[-1], repeated(at, number, word, text))
    return cases


def with_steps(case, steps):
    return Case(case.kind, case.file, case.line, case.title, case.steps + tuple(steps), case.not_on)


def repeated(at, number, word, text):
    """repeat: 100 C: RCPT TO:<user{n}@example.com>"""
    if word != "repeat":
        return [Step(number, word, text)]
    written = re.fullmatch(r"(\d+) ([^:]+):(?: (.*))?", text)
    if not written:
        raise Mistake(f"{at}: write repeat: N WORD: text")
    times, inner, rest = int(written[1]), written[2], written[3] or ""
    return [Step(number, inner, rest.replace("{n}", str(n))) for n in range(1, times + 1)]


def octets(text):
    r"""\r \n \t \0 \\ \xNN as what they mean, every other character as UTF-8."""

    def meant(found):
        escape = found[1]
        if escape.startswith(b"x") and len(escape) == 3:
            return bytes([int(escape[1:], 16)])
        if escape not in PLAIN:
            raise Mistake(f"there is no escape \\{escape.decode(errors='replace')} in {text!r}")
        return PLAIN[escape]

    return ESCAPE.sub(meant, text.encode())


def escaped(data, most=600):
    """Octets as a case would write them, the middle left out where they are many."""
    if len(data) > most:
        return f"{escaped(data[:most // 2], most)} … {len(data) - most} octets … {escaped(data[-(most // 2):], most)}"
    return "".join(chr(each) if 0x20 <= each < 0x7F and each != 0x5C else ESCAPED.get(each, f"\\x{each:02x}") for each in data)


ESCAPED = {0x0D: "\\r", 0x0A: "\\n", 0x09: "\\t", 0x00: "\\0", 0x5C: "\\\\"}
