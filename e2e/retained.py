"""The same files, deleted and applied again: the mail and the passwords are there."""

import json
import os

from client import HOST, accepted, call, inbox, must_login, must_not_login, server_pods, swaks, until_read
from cluster import REPO, apply, condition, get, gone, kubectl, secret, until_condition, wait
from steps import Watch, check, say, until
from users import user

FILES = [word for name in ("domain", "users", "policies") for word in ("-f", REPO / f"examples/production/{name}.yaml")]
RUN = f"retained {os.getpid()}"


def send(to, subject):
    said = swaks(f"--server {HOST} --to {to} --from someone@sender.example --header 'Subject: {subject}' --body Hello")
    check(accepted(said), f"swaks was not answered 250:\n{said}")
    return until_read(subject)


def of(user):
    """What the mailbox of a user has, as the server itself says; asked again while the new token is not mounted yet."""
    return until(f"the inbox of {user}", lambda: {"all": sorted(each["subject"] for each in inbox(user=user))}, seconds=120)["all"]


def applied_again(issuer):
    send("alice@example.com", f"{RUN} before")
    before, password = of("alice@example.com"), secret("alice-smtp", "password")
    clients = get("sendpolicy", "applications")["spec"]["allowedClients"]
    volume = get("pvc", "data-example-com-smtp-0")["metadata"]["uid"]
    watch = Watch()
    kubectl("delete", *FILES, "--timeout=120s", seconds=150)
    until("no server is left", lambda: gone("statefulset", "example-com-smtp")() and not server_pods(), seconds=120)
    check(get("secret", "alice-smtp"), "the Secret alice-smtp went with its MailUser")
    say(f"domain, users and policies deleted in {watch}: the claim and the generated passwords are kept")
    watch = Watch()
    kubectl("apply", *FILES)
    kubectl("patch", "sendpolicy", "applications", "--type=merge", "-p", json.dumps({"spec": {"allowedClients": clients}}))
    if not get("secret", "example-com-tls"):
        issuer.fill("example-com-tls")
    wait("condition=Ready", "maildomain/example-com", seconds=180)
    found = until_condition("mailuser", "alice", "RetainedMailboxFound", reason="TakenUp")
    until_condition("mailuser", "alice", "Ready")
    check(get("pvc", "data-example-com-smtp-0")["metadata"]["uid"] == volume, "it is another volume")
    check(secret("alice-smtp", "password") == password, "alice has another password")
    must_login("alice@example.com", password)
    check(of("alice@example.com") == before, f"{before} was there before, and now {of('alice@example.com')}")
    send("alice@example.com", f"{RUN} after")
    check(len(of("alice@example.com")) == len(before) + 1, "new mail came to another mailbox")
    say(f"the same files applied again: after {watch} {len(before)} messages and the old password are there; {found['message']}")


def only_who_may(issuer):
    apply(user("dora"))
    until_condition("mailuser", "dora", "Ready")
    old = secret("dora-smtp", "password")
    send("dora@example.com", f"{RUN} for dora")
    uid = get("mailuser", "dora")["metadata"]["uid"]
    kubectl("delete", "mailuser", "dora", "--timeout=60s")
    closed = call("/mailboxes?closed=true&domain=example.com")
    check(uid in [each["id"] for each in closed["mailboxes"]], f"GET /mailboxes?closed does not list {uid}: {closed}")
    until("status.retainedMailboxes has it", lambda: "dora@example.com" in
          [each["address"] for each in get("maildomain", "example-com")["status"].get("retainedMailboxes") or []], seconds=90)
    apply(user("dora", adopt="None"))
    left = until_condition("mailuser", "dora", "RetainedMailboxFound", reason="LeftClosed")
    until_condition("mailuser", "dora", "Ready")
    must_not_login("dora@example.com", old)
    must_login("dora@example.com", secret("dora-smtp", "password"))
    check(of("dora@example.com") == [], "adopt: None, and the mail is there")
    say(f"with adopt: None neither mail nor password: {left['message']}")
    apply(user("dora", adopt="Address"))
    until("the condition says that it was taken up", lambda:
          condition(get("mailuser", "dora"), "RetainedMailboxFound")["reason"] == "TakenUp")
    check(of("dora@example.com") == [f"{RUN} for dora"], "adopt: Address, and the mail is not there")
    kubectl("patch", "mailuser", "dora", "--type=merge", "-p", '{"spec":{"deletionPolicy":"Delete"}}')
    until_condition("mailuser", "dora", "Ready")
    until("the Secret goes with her", lambda: get("secret", "dora-smtp")["metadata"].get("ownerReferences"))
    kubectl("delete", "mailuser", "dora", "--timeout=60s")
    until("nothing of her is kept", gone("secret", "dora-smtp"))
    check(call("/mailboxes?closed=true&address=dora@example.com")["total"] == 0, "deletionPolicy: Delete, and a mailbox is kept")
    say("with adopt: Address the mail is back; with deletionPolicy: Delete nothing is kept")


SCENARIOS = [applied_again, only_who_may]
