"""No 250 is written before the flush that covers its message has returned.

A page cache survives kill -9, so the system calls are traced. For each message: the write of its octets
to the log, then a flush of the log that began after it and returned, then the 250. For a spilled one also
a flush of its file after its last write, and of the folder, before the log was written.
"""

import os
import re
import subprocess
import sys
import threading

import trace
from served import ROOT, USER, Served, message

CALLS = "fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg"
FLUSHES = ("fsync", "fdatasync")
CLIENTS = 8
EACH = 6
LARGE = 150_000


class Unflushed(Exception):
    """A 250 came too early."""


def send(server, name, replies):
    """Sends small and large messages, and notes the reply each of them got."""
    client = server.plain_login()
    for i in range(EACH):
        marker = f"marker-{name}-{i}-"
        size = LARGE if i == EACH - 1 else 200
        client.mail(USER)
        client.rcpt("test@example.com")
        code, text = client.data(message(marker, (marker + "." * 50 + "\r\n") * (size // 70)))
        if code != 250:
            sys.exit(f"the server answered {code} {text}")
        replies[marker] = (text.decode(), size == LARGE)
    client.quit()


def load(server):
    replies = {}
    threads = [threading.Thread(target=send, args=(server, n, replies)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(replies) != CLIENTS * EACH:
        sys.exit("not every message was accepted")
    return replies


def flushed(calls, path, after, what):
    """When the first flush of a path that began after a moment had returned."""
    ends = [c.ended for c in calls if c.name in FLUSHES and c.path == path and c.began > after and c.result == 0]
    if not ends:
        raise Unflushed(f"{what}: never flushed")
    return min(ends)


def verify(calls, marker, reply, large):
    last = lambda found: max(c.ended for c in found)
    replied = [c for c in calls if reply in c.text and "socket" in c.path.lower() or reply in c.text and "TCP" in c.path]
    if not replied:
        sys.exit(f"the trace does not show the reply {reply!r}")
    answer = min(c.began for c in replied)
    # The subject is in the row of a large message too, so its row is found in the log as well.
    logged = [c for c in calls if c.path.endswith("mail.db-wal") and marker in c.text and c.began < answer]
    if not logged:
        raise Unflushed(f"{marker}: answered before it was written to the log")
    # Later writes of the same page belong to other messages: the first is this one's.
    first = min(logged, key=lambda c: c.began)
    if flushed(calls, first.path, first.ended, f"{marker}: the log") > answer:
        raise Unflushed(f"{marker}: answered before the log was flushed")
    if large:
        body = [c for c in calls if "/bodies/" in c.path and c.name not in FLUSHES and marker in c.text]
        if not body:
            sys.exit(f"{marker}: the trace does not show its file")
        path = body[0].path
        written = last([c for c in calls if c.path == path and c.name not in FLUSHES])
        file = flushed(calls, path, written, f"{marker}: its file")
        folder = flushed(calls, os.path.dirname(path), file, f"{marker}: the folder of its file")
        if folder > first.began:
            raise Unflushed(f"{marker}: its row was written before its file was flushed")


def traced(folder, app=None):
    """Serves under strace, sends, and gives the calls and the replies."""
    output = os.path.join(folder, "trace")
    os.makedirs(folder)
    # -s: a page of the log as it was written, with the marker in it.
    strace = ["strace", "-f", "-y", "-s", "4200", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", output]
    server = Served(os.path.join(folder, "served"), before=strace, app=app).start()
    try:
        replies = load(server)
    finally:
        server.stop()
    return trace.read(output), replies


def without_flush(folder):
    """A copy of the application in which the store is opened with synchronous=OFF."""
    source = os.environ.get("MAILHELM_APP", os.path.join(ROOT, "cli", "target", "quarkus-app"))
    app = os.path.join(folder, "app")
    subprocess.run(["cp", "-r", source, app], check=True)
    if os.path.exists(os.path.join(app, "app.aot")):
        os.remove(os.path.join(app, "app.aot"))
    name = "io/mailhelm/smtp/store/sqlite/DatabaseSettings"
    with open(os.path.join(ROOT, "smtp-server/src/main/java", name + ".java")) as f:
        text, changed = re.subn(r"new DatabaseSettings\(true", "new DatabaseSettings(false", f.read())
    if changed != 1:
        sys.exit("DatabaseSettings.java is not as this check expects it")
    patched = os.path.join(folder, "DatabaseSettings.java")
    with open(patched, "w") as f:
        f.write(text)
    home = subprocess.check_output([os.path.join(ROOT, "bin", "mailhelm"), "--print-java-home"], text=True).strip()
    classes = os.path.join(folder, "classes")
    subprocess.run([f"{home}/bin/javac", "-d", classes, patched], check=True)
    jars = subprocess.check_output(["grep", "-rl", "--include=*.jar", name + ".class", app], text=True).split()
    if len(jars) != 1:
        sys.exit(f"expected the store in one jar, found it in {jars}")
    subprocess.run([f"{home}/bin/jar", "uf", jars[0], "-C", classes, name + ".class"], check=True)
    return app


def check(folder):
    os.makedirs(folder)
    calls, replies = traced(os.path.join(folder, "full"))
    for marker, (reply, large) in replies.items():
        try:
            verify(calls, marker, reply, large)
        except Unflushed as e:
            sys.exit(str(e))
    print(f"flushes: {len(replies)} replies, each after the flush that covers it")
    calls, replies = traced(os.path.join(folder, "off"), app=without_flush(folder))
    early = 0
    for marker, (reply, large) in replies.items():
        try:
            verify(calls, marker, reply, large)
        except Unflushed:
            early += 1
    if early != len(replies):
        sys.exit(f"with synchronous=OFF only {early} of {len(replies)} were found unflushed: this check proves nothing")
    print("flushes: with synchronous=OFF the same check fails, as it should")
