"""Publishes records, and asks the server what it thinks of them."""

import json

from .cases import Mistake
from .requests import JSON
from .wanted import Wrong, must_be


def play(case, place):
    place.names.forget()
    asked = answer = None
    for step in case.steps:
        match step.word:
            case "record":
                place.names.publish(step.text)
            case "forget":
                place.names.forget()
            case "ask":
                asked = step.text
                answer = ask(place, *step.text.split(" "))
            case "answers":
                must_be(json.loads(step.text), answer, asked)
            case _:
                raise Mistake(f"{case.where(step)}: a record has no word {step.word}")


def ask(place, what, domain, *more):
    """check DOMAIN [ADDRESS], which looks at everything, or mx, spf, dmarc DOMAIN, or dkim DOMAIN SELECTOR."""
    if what == "check":
        body = json.dumps({"domain": domain} | ({"ip": more[0]} if more else {})).encode()
        answer = place.ask("mail", "POST", "/api/smtp/dns/check", [place.operator(), JSON], body)
    else:
        query = f"?selector={more[0]}" if more else ""
        answer = place.ask("mail", "GET", f"/api/smtp/dns/{what}/{domain}{query}", [place.operator()])
    if answer.status != 200:
        raise Wrong(f"{what} {domain}", "200", f"{answer.status} {answer.body.decode(errors='replace')}")
    return answer.json()
