"""What Mailhelm takes when nothing happens: time to its first banner, memory, idle connections."""

import os
import resource
import socket
import statistics
import time
from dataclasses import dataclass

import servers

CONNECTIONS = 5000
STARTS = 5


@dataclass(frozen=True)
class Figures:
    first_start: float
    start: float
    rss: float
    rss_connected: float


def measure(folder):
    server = servers.Mailhelm(folder)
    starts = []
    for _ in range(1 + STARTS):
        starts.append(server.start())
        server.stop()
    server.start()
    try:
        time.sleep(2)
        rss = server.rss_mib()
        return Figures(starts[0], statistics.median(starts[1:]), rss, with_connections(server))
    finally:
        server.stop()


def with_connections(server):
    """Resident memory while clients that have read the banner and said EHLO say nothing more."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    clients = []
    try:
        for _ in range(CONNECTIONS):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=30)
            clients.append(client)
            client.recv(512)
            client.sendall(b"EHLO load.bench.test\r\n")
            if not client.recv(2048).startswith(b"250"):
                raise SystemExit(f"connection {len(clients)} was refused")
        return server.rss_mib()
    finally:
        for client in clients:
            client.close()
