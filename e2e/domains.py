"""Hosted domains, and domains that go."""

import json
import os

from client import HOST, accepted, must_login, server_pods, swaks, until_read
from cluster import REPO, apply, condition, every, get, kubectl, secret, until_condition, wait
from steps import Watch, check, say, until
from users import restarts


def hosted(issuer):
    """examples/hosted-domains, on the servers that run already."""
    servers = [(pod["metadata"]["uid"], restarts(pod)) for pod in server_pods()]
    watch = Watch()
    kubectl("apply", "-f", REPO / "examples/hosted-domains/hosted.yaml")
    kubectl("apply", "-f", REPO / "examples/hosted-domains/users.yaml")
    for name in ("example-org", "example-net"):
        until_condition("maildomain", name, "Ready")
    for name in ("alice-org", "carol"):
        until_condition("mailuser", name, "Ready")
    seconds = watch.seconds()
    must_login("alice@example.org", secret("alice-org-smtp", "password"))
    subject = f"hosted {os.getpid()}"
    said = swaks(f"--server {HOST} --to whoever@example.net --from someone@sender.example --header 'Subject: {subject}' --body Hello")
    check(accepted(said), f"mail to a hosted domain was refused:\n{said}")
    check(until_read(subject)["user"] == "carol@example.net", "the catch-all did not get it")
    check(servers == [(pod["metadata"]["uid"], restarts(pod)) for pod in server_pods()], "a pod restarted for a hosted domain")
    domains = get("maildomain", "example-com")["status"]["hostedDomains"]
    say(f"two hosted domains: Ready after {seconds:.1f} s, mail and login work, no pod restarted; hosts {domains}")
    kubectl("delete", "mailuser", "alice-com", "--timeout=60s")


def host_goes_last(issuer):
    """One that hosts is not deleted; Retain keeps the volume and the key Secrets, and an Event says where."""
    kubectl("delete", "maildomain", "example-com", "--wait=false")
    until("a host that hosts says so",
          lambda: "HasHostedDomains" in json.dumps(get("maildomain", "example-com")["status"]["conditions"]))
    must_login("alice@example.org", secret("alice-org-smtp", "password"))
    say("a domain that hosts others is not deleted (HasHostedDomains), and its servers run on")
    watch = Watch()
    kubectl("delete", "mailuser", "alice-org", "carol", "--timeout=60s")
    kubectl("delete", "maildomain", "example-org", "example-net", "--timeout=60s")
    kubectl("wait", "--for=delete", "maildomain/example-com", "--timeout=60s")
    gone = watch.seconds()
    until("its pods go", lambda: not server_pods(), 200, pause=1)
    kept = [each["metadata"]["name"] for each in every("persistentvolumeclaims")]
    check(kept == ["data-example-com-smtp-0"], f"claims kept: {kept}")
    check(get("secret", "example-com-dkim"), "the DKIM keys are gone")
    check(get("secret", "example-com-tls"), "the certificate's Secret is gone")
    until("what has an owner goes with it", lambda: not [
        each["metadata"]["name"] for each in every("secrets", selector="app.kubernetes.io/instance=example-com")
        if each["metadata"]["name"] not in ("example-com-dkim", "example-com-tls") and "MailUser" not in json.dumps(each["metadata"])
        and "mailhelm.io/mailuser-uid" not in each["metadata"].get("annotations", {})])
    events = [each["message"] for each in every("events") if each.get("reason") == "Retained"
              and each["involvedObject"]["name"] == "example-com"]
    check(any("data-example-com-smtp-0" in message for message in events), f"no Event says what was kept: {events}")
    say(f"then it goes ({gone:.1f} s for all three); kept: {kept[0]}, example-com-dkim, example-com-tls; Event: {events[-1]}")


def users_without_domain(issuer):
    """Users of a domain that is gone say so, and can be deleted."""
    said = until_condition("mailuser", "alice", "Ready", "False", "DomainNotFound")
    kubectl("delete", "mailuser,sendpolicy", "--all", "--timeout=60s")
    say(f"users whose domain is gone: {said['reason']}: {said['message']}; deleted at once")


def deleted_with_its_mail(issuer):
    """deletionPolicy: Delete takes the volume and the keys along."""
    apply(json.dumps({"apiVersion": "mailhelm.io/v1alpha1", "kind": "MailDomain", "metadata": {"name": "brief"}, "spec": {
        "domain": "brief.example", "deletionPolicy": "Delete",
        "server": {"service": {"type": "ClusterIP"}, "storage": {"size": "1Gi"}, "drainTimeout": "5s"}}}))
    watch = Watch()
    wait("condition=Ready", "maildomain/brief")
    ready = watch.seconds()
    tls = condition(get("maildomain", "brief"), "TLSReady")
    check(tls["reason"] == "SelfSigned", f"TLSReady says {tls}")
    watch = Watch()
    kubectl("delete", "maildomain", "brief", "--timeout=60s")
    gone = watch.seconds()
    until("its volume goes", lambda: get("persistentvolumeclaim", "data-brief-smtp-0") is None, 60)
    until("its Secrets go", lambda: not every("secrets", selector="app.kubernetes.io/instance=brief"), 60)
    say(f"a self-signed domain Ready after {ready:.1f} s; with deletionPolicy Delete gone after {gone:.1f} s, volume and Secrets after {watch}")


SCENARIOS = [hosted, host_goes_last, users_without_domain, deleted_with_its_mail]
