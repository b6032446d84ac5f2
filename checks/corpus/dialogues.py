"""Plays a dialogue: what a client sends, octet by octet, and what it must hear."""

import json
import re

from .cases import Mistake, escaped, octets
from .place import PASSWORDS, address
from .wanted import Wrong, must_be
from .wire import CLOSED, Connection, plain


SENT = ("C", "C+", "bytes", "bytes+")


def play(case, place):
    talk = Talk(place)
    try:
        for step in case.steps:
            talk.play(step.word, step.text)
    finally:
        talk.close()


class Talk:
    """The words of smtp-server/src/test/resources/dialogues/README.md that need no hand on the server."""

    def __init__(self, place):
        self.place = place
        self.connection = None
        self.others = []
        self.pending = bytearray()
        self.entry = None
        self.said = ""

    def play(self, word, text):
        if word in SENT:
            text = with_logins(text)
        match word:
            case "listener":
                self.close()
                self.connection = Connection(self.place, text)
            case "same-time":
                self.others.append(self.connection)
                self.connection = Connection(self.place, text)
            case "C":
                self.send(octets(text) + b"\r\n")
            case "C+":
                self.pending += octets(text) + b"\r\n"
            case "bytes":
                self.send(octets(text))
            case "bytes+":
                self.pending += octets(text)
            case "S":
                self.heard(text, self.connection.line(), str.startswith)
            case "S~":
                self.heard(text, self.connection.line(), lambda line, wanted: re.fullmatch(wanted, line))
            case "S*":
                self.heard(text, self.connection.reply()[-1], str.startswith)
            case "lacks-line":
                self.heard(text, "\n".join(self.connection.reply()), lambda lines, unwanted: unwanted not in lines, "no ")
            case "closed":
                self.heard(CLOSED, self.connection.line(), str.__eq__)
            case "tls":
                self.connection.start_tls()
            case "half-close":
                self.connection.half_close()
            case "mailbox":
                self.entry = self.place.newest(text)
            case "accepted":
                self.entry = self.place.entry(accepted_id(self.said), text or None)
            case "has" | "lacks" | "ends":
                raw_must(word, octets(text), self.raw(), self.entry["subject"])
            case "shows":
                must_be(json.loads(text), json.loads(self.place.get(f"/inbox/{self.entry['id']}")), f"GET /inbox/{self.entry['id']}")
            case _:
                raise Mistake(f"a dialogue has no word {word}")

    def send(self, data):
        self.connection.send(bytes(self.pending + data))
        self.pending.clear()

    def heard(self, wanted, came, holds, no=""):
        sent = self.connection.heard()
        if not holds(came, wanted):
            raise Wrong(escaped(sent), no + wanted, came)
        self.said = came

    def raw(self):
        if not self.entry:
            raise Mistake("say mailbox or accepted first")
        return self.place.get(f"/inbox/{self.entry['id']}/raw")

    def close(self):
        for each in [*self.others, self.connection]:
            if each:
                each.close()
        self.others, self.connection = [], None


def with_logins(text):
    """{alice} and the others as the initial response of AUTH PLAIN."""
    for user, password in PASSWORDS.items():
        text = text.replace("{" + user + "}", plain(address(user), password))
    return text


def accepted_id(reply):
    """The id in the reply to a message."""
    found = re.match(r"250 2\.\d\.\d ([0-9A-Z]{26}) ", reply)
    if not found:
        raise Wrong("a message", "250 and its id", reply)
    return found[1]


def raw_must(word, wanted, raw, sent):
    """has, lacks or ends: what the stored octets must hold or not."""
    holds = {"has": wanted in raw, "lacks": wanted not in raw, "ends": raw.endswith(wanted)}[word]
    if not holds:
        raise Wrong(sent, f"octets with {word}: {escaped(wanted)}", escaped(raw, 3000))
