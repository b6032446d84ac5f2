"""Two servers of ours, two name servers that have their zones, and Postfix with OpenDKIM, who looks keys up at the first."""

import os

from internet import network
from internet.mailhelm import Mailhelm
from internet.names import Names
from internet.network import HOSTS, NAMES, SECOND_NAMES
from internet.postfix import Postfix

DOMAIN = "ours.example"  # whose records are written, rightly and wrongly
TURNING = "turning.example"  # whose keys change every few seconds
REVERSE_ZONE = "100.51.198.in-addr.arpa"
SERVERS = ("ns.test", "ns2.test")

ROTATE_SECONDS = 20
DMARC = "  dmarc: {policy: Quarantine}"
KEYS = f"  dkim: {{rotateAfter: {ROTATE_SECONDS}s, retireAfter: 3s, deleteAfter: 3s}}"


def addresses(host):
    return f", publicAddresses: [{HOSTS[host]}], egressAddresses: [{HOSTS[host]}]"


class World:
    def __init__(self, folder):
        self.folder = folder
        network.build(os.path.join(folder, "memory"))
        root = f"ns2.test. A {SECOND_NAMES}\n"
        self.names = Names(os.path.join(folder, "names"), [DOMAIN, TURNING, REVERSE_ZONE], servers=SERVERS, more=root, bare=True, pointers={}).start()
        self.second = Names(os.path.join(folder, "second-names"), [DOMAIN, TURNING], address=SECOND_NAMES, servers=SERVERS, bare=True).start()
        self.ours = Mailhelm(os.path.join(folder, "ours"), "ours", DOMAIN, dns=addresses("ours"), spec=DMARC).start()
        self.turning = Mailhelm(os.path.join(folder, "turning"), "third", TURNING, dns=addresses("third"), spec=KEYS).start()
        self.servers = (self.ours, self.turning)
        self.postfix = Postfix(os.path.join(folder, "postfix")).start()

    def publish(self, zone, lines, names=None):
        """On one name server, or on both."""
        for server in [names] if names else [self.names, self.second]:
            server.publish(zone, lines)

    def point(self, *names):
        """Says what name the server's address has."""
        last = HOSTS["ours"].rpartition(".")[2]
        self.names.publish(REVERSE_ZONE, [f"{last}.{REVERSE_ZONE}. PTR {name}" for name in names])
