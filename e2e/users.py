"""Users that come, change their password and go."""

import json

from client import login, must_login, must_not_login, server_pods, until_read
from cluster import apply, get, kubectl, secret, until_condition
from steps import Watch, check, say, until

AIM = 3.0


def user(name, **spec):
    return json.dumps({"apiVersion": "mailhelm.io/v1alpha1", "kind": "MailUser", "metadata": {"name": name},
                       "spec": {"domainRef": {"name": "example-com"}} | spec})


def password_secret(name, password):
    return json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "labels": {"mailhelm.io/use": "password"}},
                       "stringData": {"password": password}})


def added(issuer):
    """Ready is told only when the login works: the first attempt after it must."""
    pods = [(pod["metadata"]["uid"], restarts(pod)) for pod in server_pods()]
    watch = Watch()
    apply(password_secret("bob-password", "correct horse") + user("bob", passwordSecretRef={"name": "bob-password", "key": "password"}))
    until_condition("mailuser", "bob", "Ready")
    ready = watch.seconds()
    must_login("bob@example.com", "correct horse")
    say(f"a user with a password of its own: Ready after {ready:.1f} s, logged in after {watch} (aim: {AIM:.0f} s)")
    watch = Watch()
    apply(user("carol"))
    until_condition("mailuser", "carol", "Ready")
    ready = watch.seconds()
    must_login("carol@example.com", secret("carol-smtp", "password"))
    say(f"a user with a generated one: Ready after {ready:.1f} s, logged in after {watch}")
    check(pods == [(pod["metadata"]["uid"], restarts(pod)) for pod in server_pods()], "a pod restarted for a user")


def restarts(pod):
    return sum(each["restartCount"] for each in pod["status"]["containerStatuses"])


def grace(time):
    kubectl("patch", "maildomain", "example-com", "--type=merge", "-p", json.dumps({"spec": {"mailboxes": {"passwordGrace": time}}}))


def password_changed(issuer):
    watch = Watch()
    apply(password_secret("bob-password", "battery staple"))
    version = get("secret", "bob-password")["metadata"]["resourceVersion"]
    until("the status names the changed Secret",
          lambda: get("mailuser", "bob")["status"]["observedSecretVersion"] == version)
    until_condition("mailuser", "bob", "Ready")
    must_login("bob@example.com", "battery staple")
    seconds = watch.seconds()
    must_login("bob@example.com", "correct horse")
    grace("0s")
    until("the old password is refused", lambda: login("bob@example.com", "correct horse").startswith("535"))
    must_login("bob@example.com", "battery staple")
    grace("90s")
    say(f"a password changed in its Secret: the new one works after {seconds:.1f} s, the old one for its grace, and none is"
        " there with passwordGrace 0s (535)")


def refused_by_schema(issuer):
    """What kubectl says must say what to write instead."""
    for arguments, wanted in (
        (["mailuser", "bob", "-p", '{"spec":{"domainRef":{"name":"other"}}}'], "domainRef"),
        (["mailuser", "bob", "-p", '{"spec":{"quota":{"storage":"much"}}}'], "25Mi"),
        (["maildomain", "example-com", "-p", '{"spec":{"server":{"replicas":2}}}'], "database"),
    ):
        said = kubectl("patch", *arguments, "--type=merge", check=False)
        check(wanted in said and "patched" not in said, f"not refused, or without a word of {wanted}: {said}")
    say(f"refused by CEL: {said.strip().splitlines()[-1][-150:]}")


def sized(size):
    kubectl("patch", "maildomain", "example-com", "--type=merge", "-p", json.dumps({"spec": {"server": {"storage": {"size": size}}}}))


def cannot_shrink(issuer):
    """What a volume cannot do blocks only itself, and can be taken back."""
    size = get("maildomain", "example-com")["spec"]["server"]["storage"]["size"]
    sized("1Gi")
    said = until_condition("maildomain", "example-com", "StorageReady", "False")
    check("shrink" in said["message"], f"not a word of shrink: {said}")
    until_condition("maildomain", "example-com", "Ready")
    sized(size)
    until_condition("maildomain", "example-com", "StorageReady")
    say(f"a smaller volume: {said['message']}")


def refused_by_compiler(issuer):
    """An address that is Alice's already; she keeps it, and her server goes on."""
    apply(user("alice-too", localPart="alice"))
    said = until_condition("mailuser", "alice-too", "Ready", "False", "AddressConflict")
    until_condition("mailuser", "alice", "Ready")
    until_condition("maildomain", "example-com", "Ready")
    must_login("alice@example.com", secret("alice-smtp", "password"))
    say(f"refused by the compiler, the rest goes on: {said['message']}")
    kubectl("delete", "mailuser", "alice-too", "--timeout=60s")


def leaves(issuer):
    """Gone once every pod has closed the mailbox; the mail is kept, and its password opens nothing."""
    watch = Watch()
    kubectl("delete", "mailuser", "carol", "--timeout=60s")
    gone = watch.seconds()
    answer = login("carol@example.com", "whatever it was")
    check(answer.startswith("535"), f"the login of a user who is gone was answered {answer}")
    must_not_login("carol@example.com", secret("carol-smtp", "password"))
    say(f"a user deleted: gone after {gone:.1f} s, and cannot log in, not even with the password that is kept")


SCENARIOS = [added, password_changed, refused_by_schema, cannot_shrink, refused_by_compiler, leaves]
