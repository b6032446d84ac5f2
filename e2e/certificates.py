"""A certificate replaced while a connection is open."""

from client import HOST, Talk, inside, until_read
from steps import Failed, Watch, check, say, until


def replaced(issuer):
    old = Talk()
    shown = old.certificate
    watch = Watch()
    wanted = issuer.fill("example-com-tls")
    check(wanted != shown, "the issuer gave the same certificate again")

    def new():
        talk = Talk()
        try:
            return talk.certificate == wanted
        finally:
            talk.close()

    until("a new connection shows the new certificate", new, 30)
    seconds = watch.seconds()
    old.must("NOOP", "250")
    old.close()
    for port, mode in ((465, "tls"), (25, "starttls")):
        said = inside("env", "TRUST=/issuer/ca.crt", "NAME=mail.example.com", "perl", "/scripts/smtp.pl", "talk", HOST, port, mode)
        check(f"sha256${wanted}" in said, f"port {port} shows another certificate: {said}")
    say(f"a certificate replaced: shown to new connections after {seconds:.1f} s and good for mail.example.com; the open connection went on")


def on_an_open_transaction(issuer):
    """A message that began under the old certificate is finished under it."""
    talk = Talk(port=25)
    talk.must("EHLO client.example", "250")
    talk.must("MAIL FROM:<talk@sender.example>", "250")
    wanted = issuer.fill("example-com-tls")

    def new():
        other = Talk(port=25)
        try:
            return other.certificate == wanted
        finally:
            other.close()

    until("a new connection shows the new certificate", new, 30)
    talk.must("RCPT TO:<alice@example.com>", "250")
    subject = f"across certificates {wanted[:8]}"
    talk.send(subject)
    talk.close()
    until_read(subject)
    say("a message begun under the old certificate was accepted and kept under the new one")


SCENARIOS = [replaced, on_an_open_transaction]
