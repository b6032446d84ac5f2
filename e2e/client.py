"""The pod that mail comes from, and what is done in it."""

import json
import re
import subprocess
from urllib.parse import urlencode

from cluster import MAIL, MANIFESTS, REPO, apply, every, kubectl, wait
from steps import Failed, check, until

HOST = "example-com-smtp.mail.svc"
VERSION = re.search(r"<version>(.+?)</version>", (REPO / "pom.xml").read_text())[1].lower()


def start():
    apply(kubectl("create", "configmap", "client", f"--from-file={REPO}/e2e/client/smtp.pl", "--dry-run=client", "-o", "yaml"))
    apply((MANIFESTS / "client.yaml").read_text().replace("IMAGE", f"mailhelm/test-client:{VERSION}"))
    wait("condition=Ready", "pod/client", seconds=90)


def inside(*command, stdin="", pod="client", **options):
    return kubectl("exec", "-i", pod, "--", *command, stdin=stdin, **options)


def shell(script, **options):
    return inside("bash", "-c", script, **options)


def swaks(arguments, **options):
    """What swaks printed; arguments may use the pod's environment and files."""
    return shell(f"exec swaks --timeout 20s {arguments}", **options)


def accepted(said):
    """Whether the message itself was: the reply that came after 354."""
    return re.search(r"^<[-~] +354 .*^<[-~] +250 ", said, re.MULTILINE | re.DOTALL) is not None


def login(user, password, port=587, mode="starttls", host=HOST):
    """The server's reply to AUTH PLAIN. A node learns a moment after the status that a pod is ready: it is tried again meanwhile."""
    return until(f"a connection to {host}:{port}",
                 lambda: inside("perl", "/scripts/smtp.pl", "login", host, port, mode, user, stdin=password + "\n").strip(), 20)


def must_login(user, password):
    answer = login(user, password)
    check(answer.startswith("235"), f"{user} cannot log in: {answer}")


def must_not_login(user, password):
    answer = login(user, password)
    check(answer.startswith("535"), f"the login of {user} was not refused with 535: {answer}")


def quoted(word):
    return "'" + str(word).replace("'", "'\\''") + "'"


class Api:
    """The APIs of one server, asked from a pod that has its token and its own authority in a folder."""

    def __init__(self, url, pod="client", folder="/api"):
        self.url, self.pod, self.folder = url, pod, folder

    def curl(self, *words, port=3001, path, stdin="", then=""):
        words = " ".join(map(quoted, [*words, f"{self.url}:{port}{path}"]))
        return shell(f'set -o pipefail; curl -sS --max-time 20 --cacert {self.folder}/ca.crt -H "Authorization: Bearer $(< {self.folder}/token)" '
                     f"{words} {then}", stdin=stdin, pod=self.pod)

    def call(self, path, port=3001, method="GET", body=None):
        """The JSON that it answers; Failed with what it said where that is no success."""
        more = ["-H", "Content-Type: application/json", "--data-binary", "@-"] if body is not None else []
        answer = self.curl("-w", "\n%{http_code}", "-X", method, *more, port=port, path=path,
                           stdin=json.dumps(body) if body is not None else "")
        text, code = answer.rsplit("\n", 1)
        if not code.startswith("2"):
            raise Failed(f"{method} {path} on {port}: {code} {text}")
        return json.loads(text) if text else None

    def inbox(self, **wanted):
        """Every entry of the inbox that matches."""
        entries, after = [], None
        while True:
            page = self.call("/inbox?" + urlencode({"limit": 1000} | wanted | ({"after": after} if after else {})))
            entries += page["emails"]
            after = page.get("next")
            if not after:
                return entries

    def until_read(self, subject, seconds=20):
        """The one message of that subject."""

        def look():
            found = self.inbox(subject=subject)
            check(len(found) <= 1, f"{len(found)} messages have the subject {subject}")
            return found[0] if found else None

        return until(f"a message {subject} in the inbox", look, seconds)


EXAMPLE = Api("https://example-com-api.mail.svc")
call, inbox, until_read = EXAMPLE.call, EXAMPLE.inbox, EXAMPLE.until_read


class Talk:
    """A connection that stays open; greeting and certificate are what it began with."""

    def __init__(self, port=587, mode="starttls", host=HOST):
        self.process = subprocess.Popen(
            ["kubectl", "-n", MAIL, "exec", "-i", "client", "--", "perl", "/scripts/smtp.pl", "talk", host, str(port), mode],
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=1)
        self.certificate = self.line().removeprefix("certificate sha256$") if mode != "plain" else ""
        self.greeting = self.line()

    def line(self):
        text = self.process.stdout.readline().strip()
        if not text:
            raise Failed(f"a connection ended: {self.process.stderr.read().strip()}")
        return text

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        return self.line()

    def must(self, command, code):
        answer = self.ask(command)
        check(answer.startswith(code), f"{command} was answered {answer}")

    def send(self, subject):
        """The rest of a transaction, from DATA on."""
        self.must("DATA", "354")
        for line in (f"Subject: {subject}", "", "Hello"):
            self.process.stdin.write(f"+{line}\n")
        self.must(".", "250")

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


class Load:
    """Mail from several connections at once until end(); what was acknowledged is in acknowledged."""

    def __init__(self, name, workers=4, to="alice@example.com", host=HOST, pod="client", login=()):
        """Without a login (user, file of the password) to port 25 in clear; with one to 587 over TLS."""
        where = (host, 587, "starttls") if login else (host, 25, "plain")
        command = [pod, "--", "perl", "/scripts/smtp.pl", "load", *where, to, workers, name, *login]
        self.process = subprocess.Popen(["kubectl", "-n", MAIL, "exec", "-i", *map(str, command)],
                                        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.name = name
        self.acknowledged, self.cut, self.refused = [], [], 0

    def read(self, enough):
        """Takes in what happened until enough() or the end."""
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "ack":
                self.acknowledged.append(rest)
            elif word == "cut":
                self.cut.append(rest)
            elif word in ("refused", "not"):
                self.refused += 1
            if enough():
                return

    def until_acknowledged(self, more):
        """Goes on until that many more messages were acknowledged."""
        wanted = len(self.acknowledged) + more
        self.read(lambda: len(self.acknowledged) >= wanted)
        check(len(self.acknowledged) >= wanted, f"the load {self.name} ended after {len(self.acknowledged)} messages")

    def end(self):
        self.process.stdin.close()
        self.read(lambda: False)
        self.process.wait(60)

    def must_all_be_there(self, api=EXAMPLE):
        """Returns (acknowledged, kept twice or more, cut off and kept all the same)."""
        kept = [entry["subject"] for entry in api.inbox(subject=self.name + "-")]
        lost = set(self.acknowledged) - set(kept)
        check(not lost, f"{len(lost)} of {len(self.acknowledged)} acknowledged messages are lost, such as {sorted(lost)[:5]}")
        return len(self.acknowledged), len(kept) - len(set(kept)), len(set(kept) & set(self.cut))


def server_pods():
    return every("pods", selector="app.kubernetes.io/instance=example-com,app.kubernetes.io/component=smtp-server")
