"""Our server on a machine of its own: ports 25 and 587 of its address, a name server to ask, one domain."""

import glob
import json
import os
import re
import signal
import smtplib
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

from served import started
from waits import wait

from . import expect
from .names import text
from .network import HOSTS, NAMES

PASSWORD = "a-password-for-the-check"
# At once to one destination: as many messages as a kill -9 may double.
CONNECTIONS = 5
DRAIN_SECONDS = 20

RESOURCES = """
apiVersion: mailhelm.io/v1alpha1
kind: MailDomain
metadata: {{name: {name}}}
spec:
  domain: {domain}
  hostname: mail.{domain}
  outbound: Deliver
  dns: {{resolvers: ["{names}"], checkInterval: 1s{dns}}}
{spec}
  server:
    listeners:
      - {{name: smtp, port: 25, address: {address}, tls: Opportunistic, auth: None}}
      - {{name: submission, port: 587, address: {address}, tls: StartTls, auth: Required}}
    management: {{address: {address}}}
    drainTimeout: {drain}s
    privateNetworks: [198.51.100.0/24]
---
apiVersion: mailhelm.io/v1alpha1
kind: MailUser
metadata: {{name: app}}
spec:
  domainRef: {{name: {name}}}
  passwordSecretRef: {{name: app-password, key: password}}
---
apiVersion: v1
kind: Secret
metadata: {{name: app-password}}
stringData: {{password: {password}}}
---
apiVersion: mailhelm.io/v1alpha1
kind: SendPolicy
metadata: {{name: everyone}}
spec:
  domainRef: {{name: {name}}}
  default: true
  delivery:
    retry: [1s, 2s, 3s]
    expireAfter: 10m
    connectionsPerDestination: {connections}
{more}
"""


class Mailhelm:
    """Started by start(), ended by stop() or kill(); the data folder stays for the next start."""

    def __init__(self, folder, host, domain, policy="", documents="", dns="", spec=""):
        """policy, spec, dns: more of those parts of the resources; documents: more resources."""
        self.folder, self.host, self.domain = folder, host, domain
        self.address = HOSTS[host]
        self.user = f"app@{domain}"
        self.data = os.path.join(folder, "data")
        self.log_path = os.path.join(folder, "log")
        os.makedirs(os.path.join(folder, "resources"))
        with open(os.path.join(folder, "resources", "all.yaml"), "w") as f:
            f.write(RESOURCES.format(name=host, domain=domain, names=NAMES, address=self.address, drain=DRAIN_SECONDS,
                                     password=PASSWORD, connections=CONNECTIONS, more=policy, dns=dns,
                                     spec=spec) + documents)

    def start(self):
        """Returns when it is ready."""
        self.started, _ = started.serve(f"the server of {self.domain}", self.folder, before=self.inside(), seconds=180)
        with open(os.path.join(self.data, "token")) as f:
            self.token = f.read().strip()
        return self

    def kill(self):
        self.started.kill()

    def stop(self):
        """SIGTERM; its exit code, and how many seconds it took."""
        began = time.monotonic()
        code = self.started.stop(DRAIN_SECONDS + 30)
        expect(code != -signal.SIGKILL, f"{self.domain} still runs {DRAIN_SECONDS + 30} s after SIGTERM")
        return code, time.monotonic() - began

    def log(self):
        with open(self.log_path, errors="replace") as f:
            return f.read()

    def errors(self):
        """The lines of its log that tell of a fault."""
        return [line for line in self.log().splitlines() if re.match(r"\S+ ERROR |\s+at |Exception in", line)]

    # --- what it says of the DNS

    def status(self):
        """The status of its domain, as the text of a YAML file."""
        path, = glob.glob(os.path.join(self.data, "status", "MailDomain_*"))
        with open(path) as f:
            return f.read()

    def keys(self):
        """Selector, stage and record of each signing key in its status."""
        return re.findall(r'selector: "?([\w-]+)"?\n\s+algorithm: \S+\n\s+stage: "?(\w+)"?\n\s+record: ["\']?(v=DKIM1[^"\'\n]+)', self.status())

    def records(self, *stages):
        """The lines of a zone file that publish its keys, those at some stages, as its status says they are to be published."""
        keys = [(selector, record) for selector, stage, record in self.keys() if not stages or stage in stages]
        expect(keys, f"{self.domain} should have keys; its status says:", self.status())
        return [text(f"{selector}._domainkey.{self.domain}", record) for selector, record in keys]

    def wait_for_keys(self, *stages, seconds=60):
        """Returns when its keys are at these stages, one each, sorted."""
        wait(lambda: sorted(stage for _, stage, _ in self.keys()) == sorted(stages),
             lambda: f"the keys of {self.domain} are not {stages} within {seconds} s: {self.keys()}\n{self.log()[-3000:]}", seconds)

    def condition(self, kind):
        """Status and reason of a condition."""
        found = re.search(rf'type: "?{kind}"?\n\s+status: "?(\w+)"?\n\s+reason: "?(\w+)"?', self.status())
        return found.groups() if found else ("", "")

    def dns(self, *options):
        """mailhelm dns, as a person runs it: the exit code, and what it printed."""
        done = subprocess.run([*self.inside(), "dns", os.path.join(self.folder, "resources"), "--data", self.data, *options],
                              capture_output=True, text=True, timeout=120)
        expect(done.returncode in (0, 1), f"mailhelm dns ended with {done.returncode}", done.stderr)
        return done.returncode, done.stdout

    def inside(self):
        """The program on this machine of its own."""
        return ["ip", "netns", "exec", self.host, started.MAILHELM]

    # --- management API

    def api(self, path, method="GET"):
        request = urllib.request.Request(f"http://{self.address}:3001{path}", method=method,
                                         headers={"Authorization": f"Bearer {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path} answered {refused.code}: {refused.read().decode(errors='replace')}")

    def queue(self, **filters):
        """The page of deliveries that match, newest first; without filters, what is not final."""
        return json.loads(self.api("/queue?" + urllib.parse.urlencode(filters)))

    def delivery(self, recipient):
        """The only delivery to a recipient, with the history of its attempts."""
        found = self.queue(state="all", recipient=recipient)["deliveries"]
        if len(found) != 1:
            raise SystemExit(f"one delivery to {recipient} was expected, the queue has {found}")
        return json.loads(self.api(f"/queue/{found[0]['id']}"))

    def wait_for_delivery(self, recipient, what, until, seconds=30):
        """The delivery, as soon as until(delivery) holds."""
        return wait(lambda: found if until(found := self.delivery(recipient)) else None,
                    lambda: f"the delivery to {recipient} is not {what} after {seconds} s: {self.delivery(recipient)}", seconds)

    def inbox(self, **query):
        return json.loads(self.api("/inbox?" + urllib.parse.urlencode({"user": self.user, **query})))["emails"]

    def wait_for_mail(self, subject, seconds=30):
        """The one entry of the user's inbox with that subject."""
        found = wait(lambda: self.inbox(subject=subject), lambda: f"{subject!r} did not come to {self.user} in {seconds} s", seconds)
        if len(found) > 1:
            raise SystemExit(f"{subject!r} came {len(found)} times to {self.user}")
        return found[0]

    def raw(self, entry):
        return self.api(f"/inbox/{entry['id']}/raw")

    # --- submission

    def login(self):
        """A client on 587 over STARTTLS that has logged in."""
        client = smtplib.SMTP(self.address, 587, local_hostname="client.test", timeout=60)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        client.starttls(context=context)
        client.login(self.user, PASSWORD)
        return client

    def send(self, recipient, subject, mail_options=(), rcpt_options=()):
        with self.login() as client:
            client.sendmail(self.user, [recipient], self.message(recipient, subject), mail_options, rcpt_options)

    def message(self, recipient, subject, body="Hello.\r\n"):
        return (f"From: {self.user}\r\nTo: {recipient}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@{self.domain}>\r\n"
                f"Date: Mon, 23 Nov 2026 05:00:00 +0000\r\n\r\n{body}").encode()

    def swaks(self, recipient, subject, *more):
        """What somebody types who tries it."""
        done = subprocess.run(
            ["swaks", "--server", self.address, "--port", "587", "--helo", "client.test", "--tls", "--auth", "PLAIN",
             "--auth-user", self.user, "--auth-password", PASSWORD, "--from", self.user, "--to", recipient,
             "--header", f"Subject: {subject}", *more], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise SystemExit(f"swaks to {recipient} failed with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
