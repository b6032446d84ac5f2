"""Connections that are held open on any port leave the others what they need, with 1,024 file descriptors."""

import resource
import select
import socket
import sys
import time
import urllib.request

from served import USER, message

DESCRIPTORS = 1024
FEW_DESCRIPTORS = 256
HELD = {"probes": 270, "mailApi": 1100, "management": 1100}


def limits(descriptors=DESCRIPTORS):
    """For the server; the check itself holds more."""
    return ["prlimit", f"--nofile={descriptors}"]


def hold(port, number, first=b"GET / HT"):
    held = []
    for _ in range(number):
        client = socket.create_connection(("127.0.0.1", port), timeout=30)
        held.append(client)
        try:
            client.sendall(first)
        except OSError:
            pass  # it made room for others already
    return held


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.status


def serves(server, what):
    """A good client of each port."""
    for port, path in (("probes", "/livez"), ("probes", "/metrics"), ("management", "/health")):
        if ask(server.ports[port], path) != 200:
            sys.exit(f"{path} fails while {what}")
    if ask(server.ports["mailApi"], "/openapi") != 200:
        sys.exit(f"the mail API fails while {what}")
    client = server.plain_login()
    client.sendmail(USER, ["test@example.com"], message(what))
    client.quit()
    if len(server.inbox(what)) != 1:
        sys.exit(f"no message arrives while {what}")


def check_first(server):
    """The first clients that a server sees take all its file descriptors, and go: it serves again. It is started with
    limits(FEW_DESCRIPTORS) before it."""
    clients = []
    for number in range(400):
        client = socket.socket()
        client.setblocking(False)
        client.bind((f"127.0.2.{number % 20 + 1}", 0))
        client.connect_ex(("127.0.0.1", server.smtp))
        clients.append(client)
    select.select(clients, [], [], 30)
    time.sleep(3)
    for client in clients:
        client.close()
    serves(server, "400 were its first clients")
    server.stop()
    print(f"connections: 400 first clients with {FEW_DESCRIPTORS} file descriptors, and good ones served after them")


def check(server):
    """The server is started with limits() before it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    held = []
    try:
        for port, number in HELD.items():
            held += hold(server.ports[port], number)
            serves(server, f"{number} hold {port}")
        held += hold(server.smtp, 400, b"EHLO held.test\r\n")
        for port in ("probes", "management"):
            if ask(server.ports[port], {"probes": "/livez", "management": "/health"}[port]) != 200:
                sys.exit(f"{port} fails while 400 hold SMTP")
    finally:
        for client in held:
            client.close()
    server.stop()
    with open(server.log_path, errors="replace") as log:
        text = log.read()
    if "descriptors-short" not in text:
        sys.exit("nothing in the log says that the descriptors are short")
    print(f"connections: {sum(HELD.values()) + 400} held with {DESCRIPTORS} file descriptors, good clients served on every port")
