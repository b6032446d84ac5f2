#!/usr/bin/python3
"""signatures.py ADDRESS: which DKIM signatures of the message on its input are good, a line each, as "rsa-sha256 north.example pass".

The keys are asked of the name server at ADDRESS, and of nobody else. dkimpy judges; nothing here is Mailhelm's.
"""

import logging
import sys

import dkim
import dns.resolver

names = dns.resolver.Resolver(configure=False)
names.nameservers = [sys.argv[1]]


def text(name, timeout=5):
    """A TXT record in one piece."""
    return b"".join(names.resolve(name.decode(), "TXT", lifetime=timeout)[0].strings)


quiet = logging.getLogger("dkim")
quiet.addHandler(logging.NullHandler())
verifier = dkim.DKIM(sys.stdin.buffer.read(), logger=quiet)
for number in range(sum(name.lower() == b"dkim-signature" for name, _ in verifier.headers)):
    try:
        good = verifier.verify(number, dnsfunc=text)
    except dkim.ValidationError:
        good = False
    print(verifier.signature_fields[b"a"].decode(), verifier.signature_fields[b"d"].decode(), "pass" if good else "fail")
