"""A Mailhelm that serves the quickstart, or other resources, on ports of the system's choice, and what the checks ask it."""

import json
import os
import shutil
import smtplib
import ssl
import sys
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import started

USER = "admin@yourdomain.test"
PASSWORD = "admin-password"


class Served:
    """Started by start(), ended by stop() or kill(); the data folder stays for the next start."""

    def __init__(self, folder, before=(), app=None, resources=os.path.join(ROOT, "examples", "quickstart")):
        self.folder = folder
        self.before = list(before)
        self.environment = os.environ | ({"MAILHELM_APP": app} if app else {})
        self.log_path = os.path.join(folder, "log")
        self.started = None
        os.makedirs(folder, exist_ok=True)
        shutil.copytree(resources, os.path.join(folder, "resources"))

    def start(self):
        self.started, self.ports = started.serve(
            "the server", self.folder, "--dev", "--any-port", before=[*self.before, started.MAILHELM], env=self.environment)
        return self

    def stop(self):
        if self.started:
            self.started.stop()

    def kill(self):
        if self.started:
            self.started.kill()

    @property
    def smtp(self):
        return self.ports["listeners"]["development"]

    def api(self, method, path):
        url = f"http://127.0.0.1:{self.ports['management']}{path}"
        request = urllib.request.Request(url, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def inbox(self, subject):
        """The entries whose subject contains the text."""
        path = "/inbox?subject=" + urllib.parse.quote(subject)
        return json.loads(self.api("GET", path))["emails"]

    def login(self):
        """A client over STARTTLS that has logged in."""
        client = smtplib.SMTP("127.0.0.1", self.smtp, local_hostname="check.test", timeout=60)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        client.starttls(context=context)
        client.login(USER, PASSWORD)
        return client

    def plain_login(self):
        """A client without TLS, for those that must see the octets on the wire."""
        client = smtplib.SMTP("127.0.0.1", self.smtp, local_hostname="check.test", timeout=60)
        client.login(USER, PASSWORD)
        return client


def message(subject, body="Hello.\r\n"):
    return (
        f"From: {USER}\r\nTo: test@example.com\r\nSubject: {subject}\r\n"
        f"Date: Mon, 23 Nov 2026 05:00:00 +0000\r\n\r\n{body}"
    ).encode()
