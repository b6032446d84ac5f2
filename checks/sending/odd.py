"""What real receiving servers do, one small server each: the history, the report and the suppression list must say what was meant."""

import json
import os
from dataclasses import dataclass

from internet import certificate, expect
from internet.mailhelm import PASSWORD
from internet.network import ODD

from . import delivered, reports
from .scripted import Scripted

# A busy machine may take longer for a message than a connection is kept.
KEPT_TRIES = 10
EIGHT_BIT = "Größe: 7 m\r\n"


@dataclass
class Odd:
    """offers: of EHLO; replies: what is said to which command; state: what the delivery comes to; enhanced: in its first attempt, and in the
    report; text: in the first attempt too; relay: it wants a login; suppressed: whether the address is; heard, never: lines of ours."""

    replies: dict
    state: str
    enhanced: str
    text: str = ""
    offers: tuple = ()
    relay: bool = False
    suppressed: bool = False
    attempts: int = 1
    body: str = "Hello.\r\n"
    heard: tuple = ()
    never: tuple = ()
    messages: int = 1


def refused(reply, enhanced, at="RCPT", **more):
    return Odd({at: reply}, "failed", enhanced, reply[4:].removeprefix(enhanced).strip(), messages=0, **more)


def passing(reply, enhanced, **more):
    return Odd({"RCPT": [reply, "250 ok"]}, "delivered", enhanced, attempts=2, **more)


LOGIN = ("334 Username: app@third.test", f"334 Password: {PASSWORD}")
ROWS = {
    # Refusals without a code are about what they say, and suppress nobody.
    "listed": refused("550 198.51.100.1 is listed at bl.test, see http://bl.test/?198.51.100.1", "5.7.1"),
    "spf": refused("554 SPF check failed", "5.7.1", at="."),
    "helo": refused("550 HELO does not resolve", "5.7.1", at="MAIL"),
    "relaying": refused("550 relay not permitted", "5.7.1"),
    "qmail": refused("553 sorry, not here (#5.7.1)", "5.7.1"),
    "content": refused("554 rejected by content policy", "5.7.1", at="."),
    "bare": refused("550 No such user here", "5.0.0"),
    "grey": passing("451 Greylisted, come back later", "4.7.1"),
    "many": passing("552 5.5.3 too many recipients", "4.5.3"),
    # The list is looked at: a code of its own about the address does suppress.
    "nobody": refused("550 5.1.1 No such user", "5.1.1", suppressed=True),
    # What was offered and is not there.
    "chunks": Odd({"BDAT": "502 5.5.1 not implemented"}, "delivered", "2.0.0", offers=("PIPELINING", "CHUNKING"), heard=("DATA",)),
    "seven": Odd({}, "delivered", "2.0.0", body=EIGHT_BIT),
    "eight": Odd({}, "delivered", "2.0.0", offers=("8BITMIME",), body=EIGHT_BIT),
    "enough": Odd({"later MAIL": "421 4.7.0 enough"}, "delivered", "2.0.0",),
    # Logins at relays.
    "prompts": Odd({}, "delivered", "2.0.0", offers=("AUTH=LOGIN",), relay=True, heard=LOGIN),
    "noplain": Odd({"AUTH PLAIN": "504 5.5.4 not that"}, "delivered", "2.0.0", offers=("AUTH PLAIN LOGIN",), relay=True, heard=LOGIN),
    "scram": Odd({"AUTH SCRAM-SHA-256": "535 5.7.8 no"}, "queued", "4.7.8", "SCRAM-SHA-256: 535 no",
                 offers=("AUTH SCRAM-SHA-256 PLAIN",), relay=True, never=("AUTH PLAIN",), messages=0),
}


def check(world):
    expect(set(ROWS) == set(ODD), "every row has an address, and every address a row", set(ROWS) ^ set(ODD))
    files = [os.path.join(world.folder, f"odd.{kind}") for kind in ("pem", "key")]
    certificate.make("mx.odd.test", *files)
    servers = {name: Scripted(ODD[name], 587 if row.relay else 25, row.offers, row.replies, files if row.relay else None)
               for name, row in ROWS.items()}
    for name, row in ROWS.items():
        send(world.ours, name, row)
    for name, row in ROWS.items():
        one(world, name, row, servers[name])
    again(world, servers["enough"])
    encoded(world, servers)
    print(f"sending: {len(ROWS)} servers with manners of their own: what each meant is in history, reports and suppressions")


def send(ours, name, row):
    recipient = f"someone@{name}.test"
    header = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    message = ours.message(recipient, f"odd-{name}", row.body)
    with ours.login() as client:
        client.sendmail(ours.user, [recipient], header.encode() + message, ["BODY=8BITMIME"])


def one(world, name, row, server):
    recipient = f"someone@{name}.test"
    delivery = world.ours.wait_for_delivery(
        recipient, row.state, lambda found: found["history"] and (found["state"] == row.state or found["state"] == "failed"))
    expect(delivery["state"] == row.state, f"{name}: it should be {row.state}", delivery)
    first = delivery["history"][0]
    expect(first["enhanced"] == row.enhanced and row.text in first["text"],
           f"{name}: the first attempt should say {row.enhanced} {row.text}", delivery)
    expect(row.state == "queued" or len(delivery["history"]) == row.attempts, f"{name}: attempts", delivery)
    if row.state == "failed":
        about = reports.wait(world.ours, recipient).recipient
        verb, = row.replies
        quoted = " ".join(about["Diagnostic-Code"].split())
        expect(about["Status"] == row.enhanced and quoted == f"smtp; {row.replies[verb]}",
               f"{name}: the report should have {row.enhanced}, and quote the reply as it came", about)
    expect(len(server.messages) == row.messages, f"{name}: messages taken", server.messages)
    expect(all(line in server.lines for line in row.heard), f"{name}: it should have heard {row.heard}", server.lines)
    expect(not any(line.startswith(row.never) for line in server.lines if row.never), f"{name}: it should never hear {row.never}", server.lines)
    suppressed = json.loads(world.ours.api("/suppressions?domain=ours.example"))
    expect((recipient in json.dumps(suppressed)) == row.suppressed, f"{name}: suppressed or not", suppressed)


def again(world, server):
    """421 on a connection that had a message: the next one is made at once, and the history shows no failure."""
    for number in range(KEPT_TRIES):
        recipient = f"other{number}@enough.test"
        world.ours.send(recipient, f"odd-enough-{number}")
        delivery = world.ours.wait_for_delivery(recipient, "delivered", lambda found: found["state"] == "delivered")
        expect(len(delivery["history"]) == 1, "421 on a kept connection should lead to a new one now", delivery)
        if server.goodbyes:
            return
    expect(False, "no message went on a connection that had one before", server.lines)


def encoded(world, servers):
    """What a 7-bit server gets has 7 bits, says the same, and its signatures hold."""
    (seven,), (eight,) = servers["seven"].messages, servers["eight"].messages
    expect(seven.isascii() and b"Gr=C3=B6=C3=9Fe: 7 m\r\n" in seven and b": quoted-printable\r\n" in seven, "it should be quoted-printable", seven)
    expect(EIGHT_BIT.encode() in eight and any(line.endswith(" BODY=8BITMIME") for line in servers["eight"].lines),
           "it should go as it is to who takes 8 bits", eight, servers["eight"].lines)
    world.postfix.give("stranger@stranger.test", "other@elsewhere.test", seven)
    verdicts = delivered.signatures(world.postfix.mailboxes["other"].wait("odd-seven"))
    expect(verdicts == {"rsa-sha256": "pass", "ed25519-sha256": "pass"}, "OpenDKIM should pass what was encoded", verdicts, seven)
