"""Sends a message by SMTP and looks at what the APIs make of it."""

import json

from .cases import Mistake, escaped, octets
from .dialogues import accepted_id, raw_must
from .place import PASSWORDS, address
from .wanted import Wrong, must_be
from .wire import Connection, plain

STRANGER = "someone@stranger.example"


def play(case, place):
    sending = Sending()
    for step in case.steps:
        match step.word:
            case "by":
                sending.by = step.text
            case "from":
                sending.reverse_path = step.text
            case "to":
                sending.to = step.text
            case "parameters":
                sending.parameters = " " + step.text
            case "in-chunks":
                sending.chunks = True
            case "C":
                sending.data += octets(step.text) + b"\r\n"
            case "bytes":
                sending.data += octets(step.text)
            case "reply":
                sending.transfer(place, step.text)
            case "listed":
                must_be(json.loads(step.text), sending.entry(place), sending.what())
            case "shows":
                must_be(json.loads(step.text), json.loads(place.get(f"/inbox/{sending.entry(place)['id']}")), sending.what())
            case "attachment":
                index, _, content = step.text.partition(" ")
                came = place.get(f"/inbox/{sending.entry(place)['id']}/attachments/{index}")
                if came != octets(content):
                    raise Wrong(sending.what(), f"attachment {index} of {content}", escaped(came))
            case "saved-as":
                index, _, name = step.text.partition(" ")
                sending.must_be_saved_as(place, index, name)
            case "has" | "lacks" | "ends":
                raw_must(step.word, octets(step.text), place.get(f"/inbox/{sending.entry(place)['id']}/raw"), sending.what())
            case _:
                raise Mistake(f"{case.where(step)}: a message has no word {step.word}")
    sending.transfer(place, None)


class Sending:
    """A message on its way; it is sent when something is asked of it first."""

    def __init__(self):
        self.by, self.reverse_path, self.to = "stranger", None, "bob@corpus.example"
        self.parameters, self.chunks, self.data = "", False, bytearray()
        self.reply = None

    def entry(self, place):
        self.transfer(place, None)
        return place.entry(accepted_id(self.reply), self.to)

    def must_be_saved_as(self, place, index, name):
        """The name that a browser would take (RFC 6266)."""
        answer = place.ask("management", "GET", f"/inbox/{self.entry(place)['id']}/attachments/{index}", [place.operator()])
        came = dict((key.lower(), value) for key, value in answer.headers).get("content-disposition", "")
        if f'filename="{name}"' not in came:
            raise Wrong(self.what(), f'filename="{name}"', came)

    def what(self):
        return escaped(self.data, 3000)

    def transfer(self, place, wanted):
        """wanted: how the last reply begins; 250 where a case does not say."""
        if self.reply is None:
            self.reply = self.sent(place)
        elif wanted is None:
            return
        if not self.reply.startswith(wanted or "250 "):
            raise Wrong(self.what(), wanted or "250", self.reply)

    def sent(self, place):
        """The reply to the message, or the first that is a refusal."""
        stranger = self.by == "stranger"
        connection = Connection(place, "smtp" if stranger else "submission")
        try:
            connection.reply()
            if not stranger:
                for command in ("EHLO client.test", "STARTTLS"):
                    self.ask(connection, command)
                connection.start_tls()
            commands = ["EHLO client.test"]
            if not stranger:
                commands.append(f"AUTH PLAIN {plain(address(self.by), PASSWORDS[self.by])}")
            sender = self.reverse_path or (STRANGER if stranger else address(self.by))
            commands += [f"MAIL FROM:<{sender}>{self.parameters}", f"RCPT TO:<{self.to}>"]
            for command in commands if self.chunks else [*commands, "DATA"]:
                said = self.ask(connection, command)
                if said[0] not in "23":
                    return said
            if self.chunks:
                connection.send(b"BDAT %d LAST\r\n" % len(self.data) + self.data)
            else:
                connection.send(stuffed(bytes(self.data)) + b".\r\n")
            return connection.reply()[-1]
        finally:
            connection.close()

    @staticmethod
    def ask(connection, command):
        connection.send(command.encode() + b"\r\n")
        return connection.reply()[-1]


def stuffed(data):
    """As DATA wants it (RFC 5321 section 4.5.2); what has no end of line gets one."""
    data = data.replace(b"\r\n.", b"\r\n..")
    data = b"." + data if data.startswith(b".") else data
    return data if not data or data.endswith(b"\r\n") else data + b"\r\n"
