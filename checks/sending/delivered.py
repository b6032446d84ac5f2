"""Mail arrives at three kinds of server: signed, over TLS, and without what the recipient must not see."""

import re

from . import reports
from .world import expect


def check(world):
    elsewhere(world)
    broken_tls(world)
    other_ways(world)
    ours_to_ours(world)


def elsewhere(world):
    world.ours.swaks("someone@elsewhere.test", "to-elsewhere", "--add-header", "Bcc: other@elsewhere.test")
    mailbox = world.postfix.mailboxes["someone"]
    message = mailbox.wait("to-elsewhere")
    received = message.get_all("Received")
    expect("with ESMTPS" in received[0] and "from mail.ours.test (mail.ours.test [198.51.100.1])" in received[0],
           "Postfix should have taken it over TLS from mail.ours.test", received[0])
    expect(any("by mail.ours.test" in trace for trace in received[1:]), "our own Received field should be there", received)
    expect(len(message.get_all("Return-Path")) == 1, "a Return-Path other than Postfix's own left with it", message)
    expect(message["Bcc"] is None, "Bcc left with it", message)
    verdicts = signatures(message)
    expect(verdicts == {"rsa-sha256": "pass", "ed25519-sha256": "pass"}, "OpenDKIM should pass both signatures",
           message.get_all("Authentication-Results"), message.get_all("DKIM-Signature"))
    tampered(world, message)
    print("sending: swaks on 587 -> Postfix over TLS, both DKIM signatures passed by OpenDKIM, no Bcc, one Return-Path")


def signatures(message):
    """Algorithm to verdict, for the d= of ours, from the verifier's Authentication-Results."""
    results = re.sub(r"\s+", " ", " ".join(message.get_all("Authentication-Results")))
    return dict((algorithm, verdict) for verdict, algorithm in
                re.findall(r"dkim=(\w+)[^;]*? header\.d=ours\.test [^;]*?header\.a=([\w-]+)", results))


def tampered(world, message):
    """The verifier is one that refuses: the same message with another word fails."""
    octets = message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    changed = octets.replace(b"This is a test mailing", b"This is a best mailing").replace(b"Subject: to-elsewhere", b"Subject: tampered")
    world.postfix.give("a@ours.test", "someone@elsewhere.test", changed)
    verdicts = signatures(world.postfix.mailboxes["someone"].wait("tampered"))
    expect(set(verdicts.values()) == {"fail"}, "OpenDKIM should fail a message that was changed", verdicts)


def broken_tls(world):
    """STARTTLS is offered, and the handshake fails: opportunistic means that mail arrives all the same (RFC 7435)."""
    world.ours.swaks("someone@second.test", "to-second")
    message = world.opensmtpd.mailbox.wait("to-second")
    expect("with ESMTP " in message["Received"].replace("\n", " "), "OpenSMTPD's TLS works now: say so here", message["Received"])
    print("sending: OpenSMTPD, whose STARTTLS fails, has its message in clear")


def other_ways(world):
    world.ours.swaks("someone@fallback.test", "to-fallback")
    world.ours.swaks("someone@mx-less.test", "to-mx-less")
    mailbox = world.postfix.mailboxes["someone"]
    mailbox.wait("to-fallback")
    mailbox.wait("to-mx-less")
    print("sending: the second MX where the first is not there, and the address where there is no MX")


def ours_to_ours(world):
    """Two servers of ours mail each other, and each sender hears of the success it asked for."""
    for sender, receiver in ((world.ours, world.third), (world.third, world.ours)):
        subject = f"to-{receiver.host}"
        sender.send(receiver.user, subject, ["ENVID=" + subject], ["NOTIFY=SUCCESS"])
        sender.wait_for_delivery(receiver.user, "delivered", lambda delivery: delivery["state"] == "DELIVERED")
        entry, = receiver.inbox(subject=subject)
        raw = receiver.raw(entry).decode()
        expect(re.search(rf"by mail\.{receiver.domain}\b[^;]*with (UTF8SMTPS|ESMTPS)", raw), "it should have come over TLS", raw)
    for sender, receiver in ((world.ours, world.third), (world.third, world.ours)):
        report = reports.wait(sender, receiver.user)
        expect(report.recipient["Action"] == "delivered" and report.recipient["Status"].startswith("2.")
               and report.whole["Original-Envelope-Id"] == f"to-{receiver.host}", "the report should say delivered", report.message)
    print("sending: two servers of ours mailed each other over TLS, and each sender had its report of success")
