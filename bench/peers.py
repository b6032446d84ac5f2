"""What `sending` compares: ours and Postfix, each with mail waiting for a sink that is not there yet."""

import base64
import concurrent.futures
import http.client
import json
import os
import socket
import subprocess
import time

import servers

POLICY = """\
apiVersion: mailhelm.io/v1alpha1
kind: SendPolicy
metadata: {{name: bench}}
spec:
  domainRef: {{name: bench}}
  default: true
"""
ROUTE = """\
  routes:
    - recipients: ["*"]
      relay: {{host: 127.0.0.1, port: {sink}, tls: Opportunistic}}
"""
CONNECTIONS = """\
  delivery: {{connectionsPerDestination: {connections}}}
"""


class Sending(servers.Mailhelm):
    """Ours. Without a route it asks a name server that is not there."""

    password = "only-for-the-benchmark"

    def __init__(self, folder, connections=None, routed=True):
        self.name = "Mailhelm" + (f", {connections} connections" if connections else "") + ("" if routed else ", by MX")
        super().__init__(folder)
        self.sink = servers.free_port()
        self.policy = (POLICY + (ROUTE if routed else "") + (CONNECTIONS if connections else "")).format(
            sink=self.sink, connections=connections)

    resources = "sender"

    def declare(self, resources):
        super().declare(resources)
        with open(os.path.join(resources, "policy.yaml"), "w") as f:
            f.write(self.policy)

    def ask(self, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.management, timeout=600)
        connection.request(method, path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {body[:500]}")
        return json.loads(body)

    def flush(self):
        self.ask("POST", "/queue/retry?all=true")

    def waiting(self):
        return self.ask("GET", "/health")["queue"]["queued"]

    def is_quiet(self):
        """Nothing is being tried."""
        return not self.ask("GET", "/queue/lanes")["lanes"]

    def empty(self):
        self.ask("DELETE", "/queue?all=true")


class Relaying(servers.Postfix):
    """Postfix with a relayhost, what it needs for that as Debian has it, and no DKIM."""

    name = "Postfix sending"
    password = None
    MASTER = servers.Postfix.MASTER + """\
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
scache    unix  - - n - 1 scache
showq     unix  n - n - - showq
pickup    unix  n - n 60 1 pickup
"""

    def __init__(self, folder):
        super().__init__(folder)
        self.sink = servers.free_port()
        self.MAIN = servers.Postfix.MAIN.replace(
            "smtpd_client_restrictions = check_client_access static:HOLD", f"relayhost = [127.0.0.1]:{self.sink}")

    def flush(self):
        self.run("postqueue", "-c", self.config, "-f")

    def waiting(self):
        return self.count("incoming", "active", "deferred")

    def is_quiet(self):
        return not self.count("incoming", "active")

    def count(self, *queues):
        return sum(len(files) for queue in queues for _, _, files in os.walk(f"{self.folder}/queue/{queue}"))


class Sink:
    """smtp-sink, which ends with the last message."""

    def __init__(self, port, messages):
        self.process = subprocess.Popen(
            ["smtp-sink", "-u", "nobody", "-M", str(messages), f"127.0.0.1:{port}", "2048"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while servers.banner(port) != b"220":
            time.sleep(0.01)

    def wait(self, seconds):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise SystemExit(f"the last message was not there after {seconds} s") from None
        finally:
            self.process.kill()
            self.process.wait()


class Client:
    """A session that queues mail; smtp-source cannot log in."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.replies = self.socket.makefile("rb")
        self.say("", "220")

    def say(self, text, codes):
        self.socket.sendall(text.encode())
        for code in codes.split():
            line = self.replies.readline()
            while line[3:4] == b"-":
                line = self.replies.readline()
            if not line.startswith(code.encode()):
                raise RuntimeError(f"wanted {code}, heard {line!r}")

    def log_in(self, user, password):
        self.say("AUTH PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode() + "\r\n", "235")

    def send(self, recipients, octets):
        line = "x" * 76 + "\r\n"
        message = "From: alice@bench.test\r\nSubject: waits\r\n\r\n" + line * (octets // len(line)) + ".\r\n"
        self.say("EHLO load.bench.test\r\n", "250")
        for recipient in recipients:
            self.say(f"MAIL FROM:<alice@bench.test>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n", "250 250 354")
            self.say(message, "250")
        self.say("QUIT\r\n", "221")
        self.socket.close()


def queue(peer, recipients, octets, sessions=8):
    """Queues a message to each of the recipients."""

    def one(some):
        client = Client(peer.port)
        if peer.password:
            client.say("EHLO load.bench.test\r\n", "250")
            client.log_in("alice@bench.test", peer.password)
        client.send(some, octets)

    with concurrent.futures.ThreadPoolExecutor(sessions) as threads:
        list(threads.map(one, [recipients[start::sessions] for start in range(sessions)]))
