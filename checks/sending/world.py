"""Everything that runs while the parts are checked."""

import os

from internet import network
from internet.mailhelm import PASSWORD, Mailhelm
from internet.names import Names
from internet.postfix import Postfix

from .opensmtpd import OpenSmtpd

RELAY = """
  routes:
    - recipients: [relayed.test]
      relay: {host: mail.third.test, port: 587, tls: Opportunistic, credentialsSecretRef: {name: third-login}}
""" + "".join(f"""
    - recipients: [{name}.test]
      relay: {{host: mx.{name}.test, port: 587, tls: Opportunistic, credentialsSecretRef: {{name: third-login}}}}
""" for name in ("prompts", "noplain", "scram"))
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
        self.names = Names(os.path.join(folder, "names"), ["ours.example", "third.test"]).start()
        self.ours = Mailhelm(os.path.join(folder, "ours"), "ours", "ours.example", RELAY, LOGIN).start()
        self.third = Mailhelm(os.path.join(folder, "third"), "third", "third.test", SMARTHOST).start()
        self.servers = (self.ours, self.third)
        for server in self.servers:
            self.names.publish(server.domain, server.records())
        # No key signs before the world sees it.
        for server in self.servers:
            server.wait_for_keys("Active", "Active")
        self.postfix = Postfix(os.path.join(folder, "postfix")).start()
        self.opensmtpd = OpenSmtpd(os.path.join(folder, "opensmtpd"), memory).start()
