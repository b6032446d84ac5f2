"""A disk that is really full: a file system in memory, mounted where the server keeps its mail.

One that is too small is an error at start. On one that is full, mail is refused with 452, health says of which size,
deleting works, and afterwards mail of every size is taken again, with the room back on the disk.
"""

import json
import os
import smtplib
import subprocess
import urllib.error

from served import USER, Served, message
from waits import wait

LARGE = "x" * 70 + "\r\n"
TIMEOUT = 60


def check(folder):
    too_small(os.path.join(folder, "small"))
    full(os.path.join(folder, "full"))


class Mounted:
    """A file system of so many MiB as the data folder of a server."""

    def __init__(self, server, mebibytes):
        self.data = os.path.join(server.folder, "data")
        os.makedirs(self.data)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "full-disk", self.data], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        subprocess.run(["umount", self.data], check=True)

    def used(self):
        disk = os.statvfs(self.data)
        return (disk.f_blocks - disk.f_bfree) * disk.f_frsize


def too_small(folder):
    server = Served(folder)
    with Mounted(server, 30):
        try:
            server.start()
        except SystemExit as failure:
            assert "too little to run on" in str(failure), failure
            assert "Give it 96 MiB or more" in str(failure), failure
            print("full disk: 30 MiB are refused at the start, with what to do")
            return
        server.stop()
        raise AssertionError("a server runs on 30 MiB")


def full(folder):
    server = Served(folder)
    with Mounted(server, 140) as disk:
        server.start()
        try:
            large = fill(server, "large", LARGE * 4_000)
            eventually(lambda: not store(server)["acceptingLarge"], "health says that large mail is refused")
            assert "reserve" in store(server)["problem"], store(server)
            small = fill(server, "small", LARGE * 10)
            used = disk.used()
            assert large > 10, large
            server.api("DELETE", "/inbox")
            eventually(lambda: store(server)["acceptingLarge"], "large mail is taken again")
            assert send(server, "again", LARGE * 4_000) == 250
            eventually(lambda: disk.used() < used / 2, "the disk has its room back")
            print(f"full disk: {large} large and {small} small messages, then 452; all taken again once deleted")
        finally:
            server.stop()


def fill(server, subject, body):
    """Sends until the disk is full. Returns how many were taken."""
    taken = 0
    while True:
        code = send(server, subject, body)
        if code == 452:
            return taken
        assert code == 250, code
        taken += 1


def send(server, subject, body):
    with server.login() as client:
        try:
            client.sendmail(USER, [USER], message(subject, body))
            return 250
        except smtplib.SMTPDataError as refusal:
            return refusal.smtp_code
        except smtplib.SMTPRecipientsRefused as refusal:
            return next(iter(refusal.recipients.values()))[0]
        except smtplib.SMTPSenderRefused as refusal:
            return refusal.smtp_code


def store(server):
    """What health says of the store; where it takes no mail at all, the answer is 503 and says the same."""
    try:
        answer = server.api("GET", "/health")
    except urllib.error.HTTPError as down:
        assert down.code == 503, down
        answer = down.read()
    return json.loads(answer)["store"]


def eventually(condition, what):
    wait(condition, lambda: f"not within {TIMEOUT} s: {what}", TIMEOUT)
