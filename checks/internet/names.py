"""A name server (Knot DNS) that has the root, so that every name has an answer and none leaves the machine.

It has zones of domains of ours too, which a check changes while it runs; another server may have some of them as well.
"""

import os
import re
import socket
import struct

from waits import wait

from .network import HOSTS, NAMES, ODD, RUDE, run

CONFIG = """
server:
    rundir: "{folder}"
    listen: [ {listen} ]
database:
    storage: "{folder}"
control:
    listen: "{folder}/control"
log:
  - target: "{folder}/log"
    any: info
zone:
"""

CONFIG_OF_A_ZONE = """
  - domain: "{zone}."
    storage: "{folder}"
    file: "{file}"
"""

ZONE = """
$TTL 60
.                        SOA  ns.test. hostmaster.test. 1 3600 600 86400 1
.                        NS   ns.test.
ns.test.                 A    {names}
elsewhere.test.          MX   10 mx.elsewhere.test.
relayed.test.            MX   10 mx.elsewhere.test.
mx.elsewhere.test.       A    {elsewhere}
second.test.             MX   10 mx.second.test.
mx.second.test.          A    {second}
nomail.test.             MX   0 .
; The first does not answer, the second does: RFC 5321, section 5.1.
fallback.test.           MX   10 mx.silent.test.
fallback.test.           MX   20 mx.elsewhere.test.
mx.silent.test.          A    {silent}
; No MX: the name's own address is where its mail goes.
mx-less.test.            A    {elsewhere}
"""

# Not below .test: OpenDKIM's resolver says by itself that nothing is there (RFC 6761).
OURS = {
    "ours.example": "ours.example. MX 10 mail.ours.example.\nmail.ours.example. A {ours}\n",
    "third.test": "third.test. MX 10 mail.third.test.\nmail.third.test. A {third}\n",
}

# What is not there is forgotten after a second, and so is what is.
HEAD = """
$TTL 1
{zone}. SOA ns.test. hostmaster.test. {serial} 3600 600 86400 1
{servers}
"""

POINTERS = {"ours": "mail.ours.example.", "third": "mail.third.test.", "elsewhere": "mx.elsewhere.test.", "second": "mx.second.test."}


class Names:
    def __init__(self, folder, zones, address=NAMES, servers=("ns.test",), pointers=POINTERS, bare=False, more=""):
        """zones: names; servers: their NS; bare: without what a domain of ours has from the start; more: lines of the root zone."""
        self.folder, self.address, self.servers, self.bare, self.more = folder, address, servers, bare, more
        self.serial = 1
        self.zones = list(zones)
        os.makedirs(folder)
        if address == NAMES:
            self.write("", self.root(pointers))
        for zone in zones:
            self.write(zone, self.whole(zone, []))
        self.config = os.path.join(folder, "knot.conf")
        own = [""] if address == NAMES else []
        with open(self.config, "w") as f:
            listen = [f"{address}@53"] + (["127.0.0.1@53"] if address == NAMES else [])
            f.write(CONFIG.format(folder=folder, listen=", ".join(listen)))
            for zone in own + self.zones:
                f.write(CONFIG_OF_A_ZONE.format(folder=folder, zone=zone, file=self.file(zone)))

    def root(self, pointers):
        lines = [ZONE.format(names=NAMES, **HOSTS), self.more]
        for zone in self.zones:
            lines += [f"{zone}. NS {server}.\n" for server in self.servers]
        for host, name in pointers.items():
            lines.append(f"{reverse(HOSTS[host])}. PTR {name}\n")
        for manner, address in (RUDE | ODD).items():
            lines.append(f"{manner}.test. MX 10 mx.{manner}.test.\nmx.{manner}.test. A {address}\n")
        return "".join(lines)

    def whole(self, zone, lines):
        head = HEAD.format(zone=zone, serial=self.serial, servers="\n".join(f"{zone}. NS {server}." for server in self.servers))
        return head + ("" if self.bare else OURS.get(zone, "").format(**HOSTS)) + "".join(f"{line}\n" for line in lines)

    def file(self, zone):
        return f"{zone or 'root'}.zone"

    def write(self, zone, text):
        with open(os.path.join(self.folder, self.file(zone)), "w") as f:
            f.write(text)

    def start(self):
        run("knotd", "-c", self.config, "-d")
        wait(lambda: ask(self.zones[0], SOA, self.address), lambda: f"the name server does not answer:\n{self.log()[-3000:]}")
        return self

    def stop(self):
        run("knotc", "-c", self.config, "stop")
        wait(lambda: not ask(self.zones[0], SOA, self.address), lambda: "the name server does not end")

    def log(self):
        with open(os.path.join(self.folder, "log")) as f:
            return f.read()

    def publish(self, zone, lines):
        """Replaces what it says of a zone beyond what it says from the start."""
        self.serial += 1
        self.write(zone, self.whole(zone, lines))
        run("knotc", "-c", self.config, "-b", "zone-reload", f"{zone}.")
        wait(lambda: f" {self.serial} 3600 " in run("knotc", "-c", self.config, "zone-read", f"{zone}.", "@", "SOA"),
             lambda: f"the name server did not take the zone {zone}:\n{self.log()[-3000:]}\n{lines}")


SOA = 6


def ask(name, kind, server=NAMES):
    """How many records of a type (a number) the name server has for a name; 0 also when it is not there."""
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0" + struct.pack("!HH", kind, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(0.5)
        try:
            asker.sendto(struct.pack("!6H", 1, 0x0100, 1, 0, 0, 0) + question, (server, 53))
            return struct.unpack("!6H", asker.recv(4096)[:12])[3]
        except OSError:
            return 0


def reverse(address):
    return f"{'.'.join(reversed(address.split('.')))}.in-addr.arpa"


def text(name, value):
    """A TXT record's line, cut in strings of 255 octets."""
    return f'{name.rstrip(".")}. TXT ' + " ".join(f'"{part}"' for part in re.findall(r".{1,255}", value))
