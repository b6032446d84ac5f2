"""Mail arrives at three kinds of server: signed, over TLS, and without what the recipient must not see."""

import json
import re

from internet import expect

from . import reports


def check(world):
    elsewhere(world)
    broken_tls(world)
    other_ways(world)
    report_of_success(world)
    ours_to_ours(world)


def elsewhere(world):
    world.ours.swaks("someone@elsewhere.test", "to-elsewhere", "--add-header", "Bcc: other@elsewhere.test")
    mailbox = world.postfix.mailboxes["someone"]
    message = mailbox.wait("to-elsewhere")
    received = message.get_all("Received")
    expect("with ESMTPS" in received[0] and "from mail.ours.example (mail.ours.example [198.51.100.1])" in received[0],
           "Postfix should have taken it over TLS from mail.ours.example", received[0])
    expect(any("by mail.ours.example" in trace for trace in received[1:]), "our own Received field should be there", received)
    expect(len(message.get_all("Return-Path")) == 1, "a Return-Path other than Postfix's own left with it", message)
    expect(message["Bcc"] is None, "Bcc left with it", message)
    verdicts = signatures(message)
    expect(verdicts == {"rsa-sha256": "pass", "ed25519-sha256": "pass"}, "OpenDKIM should pass both signatures",
           message.get_all("Authentication-Results"), message.get_all("DKIM-Signature"))
    judged(world)
    print("sending: swaks on 587 -> Postfix over TLS, both DKIM signatures passed by OpenDKIM, no Bcc, one Return-Path")


def signatures(message):
    """Algorithm to verdict, for the d= of ours, from the verifier's Authentication-Results without its comments."""
    results = re.sub(r"\([^)]*\)|\s+", " ", " ".join(message.get_all("Authentication-Results")))
    return {algorithm: verdict for verdict, algorithm in
            re.findall(r"dkim=(\w+)[^;]* header\.d=ours\.example [^;]*header\.a=([\w-]+)", results)}


def judged(world):
    """The verifier can tell: what arrived passes when somebody hands it on, and fails with another word in it."""
    arrived = world.postfix.mailboxes["someone"].raw("to-elsewhere").replace(b"\n", b"\r\n")
    sent = arrived[arrived.index(b"Received:"):]  # without what Postfix put before it
    for user, octets, verdict in (("other", sent, "pass"), ("load", sent.replace(b"test mailing", b"best mailing"), "fail")):
        world.postfix.give("stranger@stranger.test", f"{user}@elsewhere.test", octets)
        verdicts = signatures(world.postfix.mailboxes[user].wait("to-elsewhere"))
        expect(set(verdicts.values()) == {verdict}, f"OpenDKIM should {verdict} this", verdicts, octets.decode())


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
    """Two servers of ours mail each other. To each the other is a stranger, who is sent no report of success whatever it asks for."""
    for sender, receiver in ((world.ours, world.third), (world.third, world.ours)):
        subject = f"to-{receiver.host}"
        sender.send(receiver.user, subject, ["ENVID=" + subject], ["NOTIFY=SUCCESS"])
        raw = receiver.raw(receiver.wait_for_mail(subject)).decode()
        expect(re.search(rf"by mail\.{receiver.domain}\b[^;]*with (UTF8SMTPS|ESMTPS)", raw), "it should have come over TLS", raw)
        sent = json.loads(receiver.api(f"/queue?state=all&recipient={sender.user}"))["deliveries"]
        expect(not any("delivered" in each["subject"] for each in sent), "a stranger was sent a report of success", sent)
    print("sending: two servers of ours mailed each other over TLS, and neither reported success to a stranger")


def report_of_success(world):
    """Postfix says itself that it delivered, and the sender has it (RFC 3461)."""
    world.ours.send("other@elsewhere.test", "tell-me", ["ENVID=tell-me"], ["NOTIFY=SUCCESS", "ORCPT=rfc822;first@elsewhere.test"])
    report = reports.wait(world.ours, "other@elsewhere.test")
    expect(report.recipient["Action"] == "delivered" and report.recipient["Original-Recipient"] == "rfc822;first@elsewhere.test"
           and report.whole["Original-Envelope-Id"] == "tell-me" and "mx.elsewhere.test" in report.whole["Reporting-MTA"],
           "Postfix's report should be about what was asked", report.message)
    print("sending: NOTIFY, ORCPT and ENVID reached Postfix, and its report the sender")
