"""kubectl mailhelm through the API server's port-forward, and mailhelm in the pod: what ITs without a kubelet cannot see."""

import base64
import json
import os
import tarfile
import zipfile

from client import inbox, must_login
from cluster import MAIL, REPO, every, kubectl, run, secret, until_condition
from steps import check, say

FOLDER = REPO / "e2e/target/plugin"
POD = "example-com-smtp-0"


def mailhelm(*arguments, **options):
    return run("kubectl", "mailhelm", "-n", MAIL, *arguments, **options)


def in_the_pod(*arguments):
    return kubectl("exec", POD, "--", "mailhelm", *arguments)


def installed(issuer):
    archives = [*(REPO / "plugin/target").glob("kubectl-mailhelm-*-linux-*.tar.gz")]
    check(len(archives) == 1, "plugin/target has no archive with a runtime: make plugin comes first")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archives[0]) as tar:
        tar.extractall(FOLDER, filter="data")
    os.environ["PATH"] = f"{FOLDER}{os.pathsep}{os.environ['PATH']}"
    say(f"kubectl mailhelm is there: {mailhelm('--version').strip()}")


def status(issuer):
    said = mailhelm("status", "example.com", check=False)
    check(f"{POD}: takes mail" in said, f"status says {said}")
    check("takes mail" in in_the_pod("status"), "mailhelm status in the pod does not say that it takes mail")
    say(f"kubectl mailhelm status: {said.strip().splitlines()[-1]}")


def queue_and_trace(issuer):
    """The same answer by both ways; a message is found by its id."""
    outside, inside = (json.loads(ask("queue", "list", "--state", "all", "-o", "json")) for ask in (mailhelm_of_pod, in_the_pod))
    check([each["id"] for each in outside["deliveries"]] == [each["id"] for each in inside["deliveries"]],
          "the plugin and the pod do not list the same deliveries")
    entry = inbox()[0]
    for ask in (mailhelm_of_pod, in_the_pod):
        found = ask("trace", entry["messageId"])
        check(entry["user"] in found, f"trace of a message of {entry['user']} says {found}")
    check(entry["id"] in mailhelm_of_pod("inbox", entry["user"]), "inbox does not list a message that is there")
    say(f"queue, trace and inbox by port-forward and in the pod: {outside['total']} deliveries, message {entry['messageId']} found")


def mailhelm_of_pod(*arguments):
    return mailhelm(*arguments, "--pod", POD)


def drained(issuer):
    """Nobody gets in until it is resumed."""
    said = mailhelm("drain", "-d", "example-com", "--wait", "60", check=False)
    check("takes no new mail" in said, f"drain says {said}")
    check("takes no mail" in kubectl("exec", POD, "--", "mailhelm", "status", check=False), "a drained server says that it takes mail")
    until_condition("maildomain", "example-com", "ServerReady", "False")
    check("takes mail again" in in_the_pod("drain", "--resume"), "resume does not say so")
    until_condition("maildomain", "example-com", "ServerReady")
    must_login("alice@example.com", secret("alice-smtp", "password"))
    say(f"drained and resumed: {said.strip().splitlines()[0]}")


def password(issuer):
    check(mailhelm("password", "alice", "--show").strip() == secret("alice-smtp", "password"), "--show prints another password")
    check(secret("alice-smtp", "password") not in mailhelm("password", "alice"), "the password is shown without --show")


def report(issuer):
    file = FOLDER / "report.zip"
    file.unlink(missing_ok=True)
    mailhelm("report", "--file", file)
    with zipfile.ZipFile(file) as bundle:
        content = {name: bundle.read(name).decode() for name in bundle.namelist()}
    for wanted in (f"logs/{MAIL}/{POD}/smtp-server.log", f"servers/{POD}/metrics.txt", f"servers/{POD}/health.json"):
        check(content.get(wanted), f"the report has no {wanted}: {sorted(content)}")
    values = [base64.b64decode(value).decode(errors="ignore").strip()
              for each in every("secrets") for key, value in (each.get("data") or {}).items()
              if key in ("password", "token", "tls.key", "uri") or key.endswith(".key")]
    for name, text in content.items():
        check(not any(value and value in text for value in values), f"{name} of the report has a secret")
        check("alice@example.com" not in text, f"{name} of the report has an address")
    say(f"kubectl mailhelm report: {len(content)} texts, {file.stat().st_size / 1e3:.0f} kB, none of {len(values)} secrets")


SCENARIOS = [installed, status, queue_and_trace, password, report, drained]
