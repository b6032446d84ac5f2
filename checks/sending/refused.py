"""What is refused for good comes back to its sender, once, and in the peer's own words."""

import email.utils

from internet import expect

from . import reports

# Recipient, status, who said it.
REFUSED = (
    ("nobody@elsewhere.test", "5.1.1", "mx.elsewhere.test"),
    ("anyone@nomail.test", "5.1.10", None),  # null MX: RFC 7505, section 4
    ("anyone@nowhere.test", "5.1.2", None),  # no such domain
)


def check(world):
    for recipient, _, _ in REFUSED:
        world.ours.swaks(recipient, "refused-" + recipient.split("@")[1])
    for recipient, status, peer in REFUSED:
        one(world.ours, recipient, status, peer)
    print(f"sending: {len(REFUSED)} refusals (550, null MX, no such domain), each reported once, field by field as RFC 3464 says")


def one(server, recipient, status, peer):
    delivery = server.wait_for_delivery(recipient, "failed", lambda delivery: delivery["state"] == "failed")
    expect(len(delivery["history"]) == 1, "what is refused for good is tried once", delivery)
    report = reports.wait(server, recipient)
    message, whole, about, shown = report.message, report.whole, report.recipient, report.message.as_string()
    expect(message["Return-Path"] == "<>", "its reverse-path should be empty (RFC 3461, section 6.1)", shown)
    expect(message["Auto-Submitted"] == "auto-replied", "it should say that no person wrote it (RFC 3834)", shown)
    expect("MAILER-DAEMON@ours.example" in message["From"] and server.user in message["To"], "From and To are wrong", shown)
    expect(report.human.get_content_type() == "text/plain" and recipient in report.human.get_content(), "a person should read in it who was refused", shown)
    expect(whole["Reporting-MTA"] == "dns; mail.ours.example", "Reporting-MTA is wrong", shown)
    expect(email.utils.parsedate_to_datetime(whole["Arrival-Date"]), "Arrival-Date is missing", shown)
    expect(about["Final-Recipient"].replace(" ", "") == f"rfc822;{recipient}", "Final-Recipient is wrong", shown)
    expect(about["Action"] == "failed" and about["Status"] == status, f"it should have failed with {status}", shown)
    expect(email.utils.parsedate_to_datetime(about["Last-Attempt-Date"]), "Last-Attempt-Date is missing", shown)
    if peer:
        expect(about["Remote-MTA"] == f"dns; {peer}", "Remote-MTA is wrong", shown)
        diagnostic = " ".join(about["Diagnostic-Code"].split())
        expect(diagnostic.startswith("smtp; 550 5.1.1") and "User unknown in virtual mailbox table" in diagnostic,
               "Diagnostic-Code should be Postfix's words", shown)
    subject = "refused-" + recipient.split("@")[1]
    expect(report.original()["Subject"] == subject, f"the returned fields should be those of {subject}", shown)
