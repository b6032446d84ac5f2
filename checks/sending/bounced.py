"""A peer that takes a message and refuses it later: its report reaches the sender, and the recipient is not mailed again."""

import json
import smtplib

from internet import expect

from . import reports

GONE = "gone@elsewhere.test"


def check(world):
    world.ours.swaks(GONE, "to-gone")
    report = reports.wait(world.ours, GONE)
    expect("mx.elsewhere.test" in report.whole["Reporting-MTA"] and report.recipient["Status"] == "5.1.1",
           "it should be Postfix's report of 5.1.1", report.message)
    suppressed = json.loads(world.ours.api("/suppressions?domain=ours.example"))
    expect(GONE in json.dumps(suppressed), f"{GONE} should be suppressed", suppressed)
    try:
        world.ours.send(GONE, "again-to-gone")
        expect(False, f"mail to the suppressed {GONE} was accepted")
    except smtplib.SMTPRecipientsRefused as refused:
        (code, text), = refused.recipients.values()
    expect(code == 550, "a suppressed recipient should be refused for good", code, text)
    print(f"sending: Postfix took it and bounced it: its report came, and the recipient is refused now: {code} {text.decode()}")
