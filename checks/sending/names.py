"""A name server (Knot DNS) that has the root, so that every name has an answer and none leaves the machine."""

import os
import re
import socket
import struct
import subprocess
import time

from .network import HOSTS, NAMES, RUDE, run

CONFIG = """
server:
    rundir: "{folder}"
    listen: [ {address}@53, 127.0.0.1@53 ]
database:
    storage: "{folder}"
control:
    listen: "{folder}/control"
log:
  - target: "{folder}/log"
    any: info
zone:
  - domain: "."
    storage: "{folder}"
    file: "root.zone"
"""

ZONE = """
$TTL 60
.                        SOA  ns.test. hostmaster.test. 1 3600 600 86400 1
.                        NS   ns.test.
ns.test.                 A    {names}
; Not below .test: OpenDKIM's resolver says by itself that nothing is there (RFC 6761).
ours.example.            MX   10 mail.ours.example.
mail.ours.example.       A    {ours}
elsewhere.test.          MX   10 mx.elsewhere.test.
relayed.test.            MX   10 mx.elsewhere.test.
mx.elsewhere.test.       A    {elsewhere}
second.test.             MX   10 mx.second.test.
mx.second.test.          A    {second}
third.test.              MX   10 mail.third.test.
mail.third.test.         A    {third}
nomail.test.             MX   0 .
; The first does not answer, the second does: RFC 5321, section 5.1.
fallback.test.           MX   10 mx.silent.test.
fallback.test.           MX   20 mx.elsewhere.test.
mx.silent.test.          A    {silent}
; No MX: the name's own address is where its mail goes.
mx-less.test.            A    {elsewhere}
"""

POINTERS = {"ours": "mail.ours.example.", "third": "mail.third.test.", "elsewhere": "mx.elsewhere.test.", "second": "mx.second.test."}


class Names:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        lines = [ZONE.format(names=NAMES, **HOSTS)]
        for host, name in POINTERS.items():
            lines.append(f"{'.'.join(reversed(HOSTS[host].split('.')))}.in-addr.arpa. PTR {name}\n")
        for manner, address in RUDE.items():
            lines.append(f"{manner}.test. MX 10 mx.{manner}.test.\nmx.{manner}.test. A {address}\n")
        self.zone = "".join(lines)

    def start(self, records=()):
        """With these lines of a zone file too."""
        with open(os.path.join(self.folder, "root.zone"), "w") as f:
            f.write(self.zone + "".join(f"{record}\n" for record in records))
        config = os.path.join(self.folder, "knot.conf")
        with open(config, "w") as f:
            f.write(CONFIG.format(folder=self.folder, address=NAMES))
        run("knotd", "-c", config, "-d")
        deadline = time.monotonic() + 20
        while not answers("elsewhere.test", 15):
            if time.monotonic() > deadline:
                with open(os.path.join(self.folder, "log")) as log:
                    raise SystemExit("sending: the name server does not answer:\n" + log.read()[-3000:])
            time.sleep(0.05)
        return self


def answers(name, kind):
    """How many records of a type (a number) the name server has for a name; 0 also when it is not there."""
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0" + struct.pack("!HH", kind, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(0.5)
        try:
            asker.sendto(struct.pack("!6H", 1, 0x0100, 1, 0, 0, 0) + question, (NAMES, 53))
            return struct.unpack("!6H", asker.recv(4096)[:12])[3]
        except OSError:
            return 0


def text(name, value):
    """A TXT record's line, cut in strings of 255 octets."""
    return f'{name.rstrip(".")}. TXT ' + " ".join(f'"{part}"' for part in re.findall(r".{1,255}", value))
