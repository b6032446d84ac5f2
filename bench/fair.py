"""Senders at full speed, the good client beside them, and the control (fairness)."""

import multiprocessing
import select
import socket
import threading
import time
import urllib.request
from dataclasses import dataclass, field

BODY = b"From: <a@elsewhere.test>\r\nSubject: load\r\n\r\n" + b"A line of a message, as long as lines usually are.\r\n" * 20


def transaction(body, end=b" LAST"):
    return (
        b"MAIL FROM:<a@elsewhere.test>\r\nRCPT TO:<sink@bench.test>\r\nBDAT "
        + str(len(body)).encode() + end + b"\r\n" + body
    )


@dataclass(frozen=True)
class Busy:
    """octets that are sent over and over without waiting for a reply."""

    name: str
    octets: bytes


# A bare line end: 2 MB are taken, looked at and refused, and nothing is kept.
LARGE = (BODY * 2000)[:2 << 20] + b"bare\n"
BUSY = (
    Busy("commands (NOOP)", b"NOOP\r\n" * 10000),
    Busy("messages of 1 KB", transaction(BODY) * 60),
    Busy("octets (messages of 2 MB, refused)", transaction(LARGE) + b"RSET\r\n"),
)


def send(port, busy, count, ready, stop, taken):
    """A process: so many connections that always have something to say."""
    clients = {}

    def connect():
        client = socket.create_connection(("127.0.0.1", port), timeout=60)
        client.sendall(b"EHLO load.bench.test\r\n")
        client.setblocking(False)
        clients[client.fileno()] = [client, memoryview(busy.octets)]
        poll.register(client, select.EPOLLIN | select.EPOLLOUT)

    with select.epoll() as poll:
        for _ in range(count):
            connect()
        ready.set()
        while not stop.is_set():
            for number, what in poll.poll(0.1):
                client, rest = clients[number]
                try:
                    if what & select.EPOLLOUT:
                        sent = client.send(rest[:256 << 10])
                        taken.value += sent
                        clients[number][1] = rest[sent:] if sent < len(rest) else memoryview(busy.octets)
                    if what & ~select.EPOLLOUT:
                        if not client.recv(256 << 10):
                            raise ConnectionError  # too many errors: it comes again
                except BlockingIOError:
                    continue
                except OSError:
                    poll.unregister(number)
                    clients.pop(number)[0].close()
                    connect()


def dialogue(port):
    """How long one took; OSError when it was not served."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        replies = client.makefile("rb")
        for line, code in (
            (b"", b"220"), (b"EHLO good.bench.test\r\n", b"250"), (b"MAIL FROM:<good@elsewhere.test>\r\n", b"250"),
            (b"RCPT TO:<sink@bench.test>\r\n", b"250"), (b"DATA\r\n", b"354"), (BODY + b".\r\n", b"250"),
            (b"QUIT\r\n", b"221"),
        ):
            client.sendall(line)
            reply = replies.readline()
            while reply[3:4] == b"-":
                reply = replies.readline()
            if not reply.startswith(code):
                raise OSError(f"{line!r} was answered {reply!r}")
    return time.monotonic() - begun


def ask(url):
    begun = time.monotonic()
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
    return time.monotonic() - begun


class Control:
    """A server of a few lines that keeps nothing."""

    def __init__(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.process = multiprocessing.Process(target=self.serve, args=(listener,), daemon=True)
        self.process.start()
        listener.close()

    @staticmethod
    def serve(listener):
        while True:
            client, _ = listener.accept()
            with client, client.makefile("rb") as lines:
                client.sendall(b"220 control\r\n")
                in_data = False
                for line in lines:
                    if in_data:
                        in_data = line != b".\r\n"
                        if in_data:
                            continue
                        client.sendall(b"250 kept nothing\r\n")
                    elif line.startswith(b"DATA"):
                        in_data = True
                        client.sendall(b"354 go\r\n")
                    elif line.startswith(b"QUIT"):
                        client.sendall(b"221 bye\r\n")
                        break
                    else:
                        client.sendall(b"250 yes\r\n")

    def stop(self):
        self.process.kill()
        self.process.join()


@dataclass
class Seen:
    dialogue: list = field(default_factory=list)
    control: list = field(default_factory=list)
    livez: list = field(default_factory=list)
    health: list = field(default_factory=list)
    rate: float = 0.0

    def columns(self):
        return [*(self.column(each) for each in (self.dialogue, self.control, self.livez, self.health)), f"{self.rate:,.1f}"]

    @staticmethod
    def column(times):
        return f"{sum(times) / len(times):.3f}, {max(times):.3f}"


def over_and_over(what, times, end):
    """At least once, and until the end; what is not served at all took for ever."""
    while True:
        try:
            times.append(what())
        except OSError:
            times.append(float("inf"))
        if time.monotonic() > end:
            return
        time.sleep(0.05)


def measure(server, control, busy, senders, seconds):
    ready, stop, taken = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Value("q", 0, lock=False)
    sender = multiprocessing.Process(target=send, args=(server.port, busy, senders, ready, stop, taken))
    sender.start()
    ready.wait(60)
    time.sleep(1)
    seen, begun, before = Seen(), time.monotonic(), taken.value
    threads = [
        threading.Thread(target=over_and_over, args=(what, times, begun + seconds))
        for what, times in (
            (lambda: dialogue(server.port), seen.dialogue),
            (lambda: dialogue(control.port), seen.control),
            (lambda: ask(f"http://127.0.0.1:{server.probes}/livez"), seen.livez),
            (lambda: ask(f"http://127.0.0.1:{server.management}/health"), seen.health),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.rate = (taken.value - before) / (time.monotonic() - begun) / 1e6
    stop.set()
    sender.join()
    return seen


def warm_up(server):
    for busy in BUSY:
        ready, stop, taken = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Value("q", 0, lock=False)
        sender = multiprocessing.Process(target=send, args=(server.port, busy, 2, ready, stop, taken))
        sender.start()
        time.sleep(3)
        stop.set()
        sender.join()
    for _ in range(50):
        dialogue(server.port)
