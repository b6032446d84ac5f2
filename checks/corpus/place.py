"""Where a server runs: whatever differs between a laptop and a cluster."""

import http.client
import json
import os
import ssl
import time
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from .names import NameServer
from .wanted import Wrong

DOMAIN = "corpus.example"
# Those of resources.yaml; carol's Secret ends in a line end.
PASSWORDS = {"alice": "alice-password", "bob": "bob-password", "carol": "carol-password"}
TIMEOUT = 60  # seconds
RUN = f"{os.getpid()}-{time.time_ns()}"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list
    body: bytes

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return self.body.decode(errors="backslashreplace")


@dataclass(frozen=True)
class Place:
    """A server with the resources of resources.yaml.

    name: laptop or cluster; ports: of its listeners, by name; management, mail: URLs of its APIs; authority: the file of the
    certificate authority of the APIs, or empty; names: the name server that it asks.
    """

    name: str
    host: str
    ports: dict
    management: str
    mail: str
    token: str
    authority: str
    names: NameServer

    def port(self, listener):
        return self.ports[listener]

    def variables(self, text):
        """{mail-host}, {mail-port} and {run}, which differs in each run, in a text."""
        url = urlsplit(self.mail)
        values = {"{mail-host}": url.hostname, "{mail-port}": str(url.port), "{run}": RUN}
        for name, value in values.items():
            text = text.replace(name, value)
        return text

    def ask(self, api, method, path, headers=(), body=b""):
        """Sends a request as it is given; api is mail or management. A Host among the headers takes the place of the right one;
        with a Transfer-Encoding the body goes in one chunk."""
        url = urlsplit(self.management if api == "management" else self.mail)
        if url.scheme == "https":
            trust = ssl.create_default_context(cafile=self.authority)
            connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=TIMEOUT, context=trust)
        else:
            connection = http.client.HTTPConnection(url.hostname, url.port, timeout=TIMEOUT)
        names = {name.lower() for name, _ in headers}
        try:
            connection.putrequest(method, path, skip_host="host" in names, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if (body or method in ("POST", "PUT", "PATCH")) and not names & {"content-length", "transfer-encoding"}:
                connection.putheader("Content-Length", str(len(body)))
            try:
                chunked = "transfer-encoding" in names
                connection.endheaders([body] if chunked else body, encode_chunked=chunked)
            except OSError:
                pass  # it has refused the rest, and says why
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def operator(self):
        return "Authorization", f"Bearer {self.token}"

    def get(self, path):
        """What the management API answers to its operator."""
        answer = self.ask("management", "GET", path, [self.operator()])
        if answer.status != 200:
            raise Wrong(f"GET {path}", "200", f"{answer.status} {answer.body.decode(errors='replace')}")
        return answer.body

    def entry(self, message_id, mailbox=None):
        """The list's entry of a message, in the mailbox of that address where it is in several."""
        after = None
        while True:
            page = json.loads(self.get("/inbox?" + urlencode({"limit": 1000} | ({"after": after} if after else {}))))
            for entry in page["emails"]:
                if entry["messageId"] == message_id and mailbox in (None, entry["user"]):
                    return entry
            after = page.get("next")
            if not after:
                raise Wrong(f"GET /inbox ({page['total']} messages)", f"the message {message_id} for {mailbox or 'anybody'}", "none")

    def newest(self, mailbox):
        """The list's entry of the message that came last to a user."""
        entries = json.loads(self.get("/inbox?" + urlencode({"user": mailbox, "limit": 1})))["emails"]
        if not entries:
            raise Wrong(f"GET /inbox of {mailbox}", "a message", "none")
        return entries[0]


def address(user):
    return f"{user}@{DOMAIN}"


def basic(login, password):
    return "Authorization", "Basic " + b64encode(f"{login}:{password}".encode()).decode()
