"""Everything that runs while the parts are checked."""

import os

from . import network
from .mailhelm import PASSWORD, Mailhelm
from .names import Names
from .opensmtpd import OpenSmtpd
from .postfix import Postfix

RELAY = """
  routes:
    - recipients: [relayed.test]
      relay: {host: mail.third.test, port: 587, tls: Opportunistic, credentialsSecretRef: {name: third-login}}
"""
LOGIN = """
---
apiVersion: v1
kind: Secret
metadata: {name: third-login}
type: kubernetes.io/basic-auth
stringData: {username: app@third.test, password: PASSWORD}
""".replace("PASSWORD", PASSWORD)

# What a smarthost's customer needs: to send for domains that are not the smarthost's.
SMARTHOST = """
  senders: {from: Any}
"""


class World:
    def __init__(self, folder):
        self.folder = folder
        memory = os.path.join(folder, "memory")
        network.build(memory)
        self.ours = Mailhelm(os.path.join(folder, "ours"), "ours", "ours.example", RELAY, LOGIN).start()
        self.third = Mailhelm(os.path.join(folder, "third"), "third", "third.test", SMARTHOST).start()
        self.names = Names(os.path.join(folder, "names")).start(self.ours.records() + self.third.records())
        self.postfix = Postfix(os.path.join(folder, "postfix")).start()
        self.opensmtpd = OpenSmtpd(os.path.join(folder, "opensmtpd"), memory).start()


def expect(holds, sentence, *shown):
    """Ends the check with a sentence, and what was seen instead."""
    if not holds:
        raise SystemExit("\n".join([f"sending: {sentence}", *(str(thing) for thing in shown)]))
