"""Sends requests to the APIs, and looks at their answers and at the messages that come of them."""

import json
import re

from .cases import Mistake, escaped, octets
from .dialogues import raw_must
from .place import PASSWORDS, address, basic
from .wanted import Wrong, must_be

JSON = ("Content-Type", "application/json")


def play(case, place):
    request = None
    for step in case.steps:
        if step.word in ("mail", "management"):
            request = Request(step.word, place.variables(step.text))
        elif request is None:
            raise Mistake(f"{case.where(step)}: say 'mail: METHOD PATH' or 'management: METHOD PATH' first")
        else:
            request.play(step.word, step.text, place)


class Request:
    """One request; it is sent when its status is asked."""

    def __init__(self, api, line):
        self.api = api
        self.method, self.path = line.split(" ", 1)
        self.by, self.headers, self.body, self.answer = "token", [], bytearray(), None

    def play(self, word, text, place):
        match word:
            case "by":
                self.by = text
            case "header":
                name, _, value = place.variables(text).partition(": ")
                self.headers.append((name, octets(value).decode("latin-1")))
            case "json":
                self.body += text.encode()
            case "body":
                self.body += octets(text)
            case "fill":
                times, _, unit = text.partition(" ")
                self.body += octets(unit) * int(times)
            case "status" | "status~":
                self.send(place)
                if not re.fullmatch(text, str(self.answer.status)):
                    raise Wrong(self.what(), text, f"{self.answer.status} {escaped(self.answer.body)}")
            case "answers":
                must_be(json.loads(text), self.answer.json(), self.what())
            case "says":
                self.must_say(*text.split(": ", 1))
            case "shows":
                must_be(json.loads(text), json.loads(place.get(f"/inbox/{self.entry(place)['id']}")), self.what())
            case "listed":
                must_be(json.loads(text), self.entry(place), self.what())
            case "has" | "lacks" | "ends":
                raw_must(word, octets(text), place.get(f"/inbox/{self.entry(place)['id']}/raw"), self.what())
            case _:
                raise Mistake(f"a request has no word {word}")

    def send(self, place):
        headers = list(self.headers)
        names = {name.lower() for name, _ in headers}
        if self.body and "content-type" not in names:
            headers.append(JSON)
        if "authorization" not in names and self.by != "nobody":
            headers.append(place.operator() if self.by == "token" else basic(address(self.by), PASSWORDS[self.by]))
        self.answer = place.ask(self.api, self.method, self.path, headers, bytes(self.body))

    def must_say(self, name, pattern):
        """A header field of the answer."""
        came = [value for each, value in self.answer.headers if each.lower() == name.lower()]
        if not any(re.search(pattern, value) for value in came):
            raise Wrong(self.what(), f"{name}: {pattern}", f"{name}: {came}")

    def entry(self, place):
        return place.entry(self.answer.json()["id"])

    def what(self):
        return f"{self.method} {self.path} {''.join(f'{name}: {value} ' for name, value in self.headers)}{escaped(self.body)}"
