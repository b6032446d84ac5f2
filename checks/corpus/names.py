"""A name server that has what a case publishes, and nothing else: every other name is not there. Answers may not be remembered."""

import ipaddress
import re
import socketserver
import struct
import threading

from .cases import Mistake, octets

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33, "TLSA": 52, "CAA": 257}
OPT = 41
RESPONSE, AUTHORITATIVE, TRUNCATED, RECURSION_DESIRED = 0x8000, 0x0400, 0x0200, 0x0100
NO_ERROR, NOT_THERE = 0, 3
PLAIN_UDP = 512  # octets of an answer without EDNS (RFC 1035 section 4.2.1)
OUR_UDP = 1232
LARGEST = 65535


class NameServer:
    """Answers on an address over UDP and TCP, at one port; forget() and publish() change what it says.

    Thread-safe: what is published is replaced whole.
    """

    def __init__(self, address="127.0.0.1", port=0):
        self.records = {}
        self.udp = socketserver.ThreadingUDPServer((address, port), self.handler(over_udp))
        self.port = self.udp.server_address[1]
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.tcp = socketserver.ThreadingTCPServer((address, self.port), self.handler(over_tcp))
        for server in (self.udp, self.tcp):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def handler(self, answer):
        return type("Handler", (socketserver.BaseRequestHandler,), {"handle": lambda handler: answer(self, handler)})

    def close(self):
        for server in (self.udp, self.tcp):
            server.shutdown()
            server.server_close()

    def forget(self):
        """Nothing is published."""
        self.records = {}

    def publish(self, line):
        """A record as NAME TYPE DATA; strings in quotes, with the escapes of the cases."""
        name, kind, data = (line.split(" ", 2) + ["", ""])[:3]
        if kind not in TYPES:
            raise Mistake(f"no record of type {kind}: {line}")
        changed = dict(self.records)
        key = (name.lower().rstrip("."), TYPES[kind])
        changed[key] = changed.get(key, ()) + (rdata(kind, data),)
        self.records = changed

    def answer(self, question, over_udp):
        """The answer to a question, in wire format (RFC 1035 section 4)."""
        number, flags, _, _, _, more = struct.unpack("!6H", question[:12])
        name, end = read_name(question, 12)
        kind, _ = struct.unpack("!2H", question[end:end + 4])
        found = self.look(name, kind)
        authority = [] if found else [record(name_octets(""), "SOA", rdata("SOA", ""))]
        extra = [b"\0" + struct.pack("!HHIH", OPT, OUR_UDP, 0, 0)] if more else []
        head = RESPONSE | AUTHORITATIVE | flags & RECURSION_DESIRED | (NO_ERROR if found or self.is_there(name) else NOT_THERE)

        def message(flags, answers):
            counts = struct.pack("!6H", number, flags, 1, len(answers), len(authority), len(extra))
            return counts + question[12:end + 4] + b"".join(answers + authority + extra)

        whole = message(head, found)
        room = udp_size(question, end + 4) if over_udp else LARGEST
        return whole if len(whole) <= room else message(head | TRUNCATED, [])

    def look(self, name, kind):
        """The answers, after an alias where there is one."""
        owner = name_octets(name)
        alias = self.records.get((name, TYPES["CNAME"]))
        if alias and kind != TYPES["CNAME"]:
            target, _ = read_name(alias[0], 0)
            return [record(owner, "CNAME", alias[0])] + ([] if target == name else self.look(target, kind))
        return [record(owner, kind, data) for data in self.records.get((name, kind), ())]

    def is_there(self, name):
        """Also where only a name below it is (RFC 8020)."""
        return not name or any(each == name or each.endswith("." + name) for each, _ in self.records)


def over_udp(names, handler):
    question, answering = handler.request
    answering.sendto(names.answer(question, True), handler.client_address)


def over_tcp(names, handler):
    connection = handler.request
    connection.settimeout(10)
    try:
        while head := read_exactly(connection, 2):
            answer = names.answer(read_exactly(connection, struct.unpack("!H", head)[0]), False)
            connection.sendall(struct.pack("!H", len(answer)) + answer)
    except OSError:
        pass  # whoever asked has gone


def read_exactly(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            return b""
        data += more
    return data


def read_name(message, at):
    """A name in lower case without its last dot, and where it ends; questions have no pointers."""
    labels = []
    while message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].decode("latin-1").lower())
        at += 1 + message[at]
    return ".".join(labels), at + 1


def name_octets(name):
    labels = [each for each in name.rstrip(".").split(".") if each]
    return b"".join(bytes([len(each)]) + each.encode("latin-1") for each in labels) + b"\0"


def record(owner, kind, data):
    """With a lifetime of zero: nobody may remember it."""
    return owner + struct.pack("!HHIH", TYPES.get(kind, kind), 1, 0, len(data)) + data


def udp_size(question, after):
    """What the asker says that it takes (RFC 6891 section 6.2.3): OPT is the only additional record of a question."""
    if question[after:after + 3] != b"\0" + struct.pack("!H", OPT):
        return PLAIN_UDP
    return min(OUR_UDP, max(PLAIN_UDP, struct.unpack("!H", question[after + 3:after + 5])[0]))


def rdata(kind, data):
    if kind in ("A", "AAAA"):
        return ipaddress.ip_address(data).packed
    if kind in ("NS", "CNAME", "PTR"):
        return name_octets(data)
    if kind == "MX":
        preference, host = data.split(" ")
        return struct.pack("!H", int(preference)) + name_octets(host)
    if kind == "SRV":
        *numbers, host = data.split(" ")
        return struct.pack("!3H", *map(int, numbers)) + name_octets(host)
    if kind == "CAA":
        flags, tag, value = data.split(" ", 2)
        return bytes([int(flags), len(tag)]) + tag.encode() + octets(value.strip('"'))
    if kind == "TLSA":
        *numbers, digest = data.split(" ")
        return bytes(map(int, numbers)) + bytes.fromhex(digest)
    if kind == "SOA":  # a "no" is remembered for no second
        return name_octets("ns.test") + name_octets("hostmaster.test") + struct.pack("!5I", 1, 3600, 600, 86400, 0)
    return b"".join(bytes([len(each)]) + each for each in strings(data))


def strings(data):
    """The strings of a TXT record: each in quotes and of at most 255 octets."""
    found = [octets(each) for each in re.findall(r'"((?:[^"\\]|\\.)*)"', data)]
    if not found or any(len(each) > 255 for each in found):
        raise Mistake(f"a TXT record is one or more strings in quotes, each of at most 255 octets: {data}")
    return found
