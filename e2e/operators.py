"""The operator killed, doubled and upgraded; what others break is mended."""

import json

from client import login, must_login, server_pods
from cluster import DEPLOYMENT, MAIL, OPERATOR, every, get, helm, kubectl, secret, until_condition, wait
from installing import upgrade
from steps import Failed, Watch, check, say, until
from users import restarts

SELECTOR = "app.kubernetes.io/component=operator"
WRITTEN = ["secrets", "services", "statefulsets", "poddisruptionbudgets", "networkpolicies", "certificates",
           "maildomains", "mailusers", "sendpolicies", "persistentvolumeclaims", "pods"]


def pods():
    return {pod["metadata"]["name"] for pod in every("pods", OPERATOR, SELECTOR) if not pod["metadata"].get("deletionTimestamp")}


def leader():
    lease = get("lease", DEPLOYMENT, OPERATOR)
    return lease["spec"].get("holderIdentity") if lease else None


def leads(candidates):
    """Whether one of them holds the Lease."""
    holder = leader()
    return holder if holder in candidates() else None


def versions():
    """The resourceVersion of everything that the operator makes or writes to."""
    found = json.loads(kubectl("get", ",".join(WRITTEN), "-o", "json"))["items"]
    return {f"{each['kind']}/{each['metadata']['name']}": each["metadata"]["resourceVersion"] for each in found}


def fence(name):
    """A change that must reach the servers: after it, whoever leads has seen everything."""
    kubectl("patch", "mailuser", "bob", "--type=merge", "-p", json.dumps({"spec": {"displayName": name}}))
    until_condition("mailuser", "bob", "Ready", seconds=90)
    until_condition("maildomain", "example-com", "Ready")


# What the fence itself changes: the user, one shard, the index, the pod that is told of it, and the status that names the config.
MOVED_BY_FENCE = ("MailUser/bob", "Secret/example-com-config-", "Pod/", "MailDomain/example-com")


def unmoved(before):
    after = versions()
    moved = sorted(name for name in before | after if before.get(name) != after.get(name))
    wrong = [name for name in moved if not name.startswith(MOVED_BY_FENCE)]
    check(not wrong, f"written again without need: {', '.join(wrong)}")
    shards = [name for name in moved if name.startswith("Secret/")]
    check(len(shards) <= 2, f"one changed user rewrote {', '.join(shards)}")
    return shards


def killed(issuer):
    fence("Before")
    servers = [(pod["metadata"]["uid"], restarts(pod)) for pod in server_pods()]
    before, old = versions(), pods()
    watch = Watch()
    kubectl("delete", "pods", "-l", SELECTOR, "--force", "--grace-period=0", namespace=OPERATOR)
    until("a new operator leads", lambda: leads(lambda: pods() - old), 90)
    seconds = watch.seconds()
    fence("After")
    shards = unmoved(before)
    check(servers == [(pod["metadata"]["uid"], restarts(pod)) for pod in server_pods()], "a server pod was replaced")
    say(f"the operator killed: the next leads after {seconds:.1f} s (the Lease ends first); no server pod rolled, nothing was "
        f"written again; a changed user then wrote {len(shards)} Secrets")


def doubled(issuer):
    upgrade("--set", "replicas=2", "--set", "podAnnotations.upgraded=yes")
    until("two operators are there", lambda: len(pods()) == 2)
    wait("condition=Available", f"deployment/{DEPLOYMENT}", namespace=OPERATOR)
    kubectl("rollout", "status", f"deployment/{DEPLOYMENT}", "--timeout=120s", namespace=OPERATOR)
    first = until("one of two leads", lambda: leads(pods), 60)
    say(f"helm upgrade to two operators: both ready, {first} leads")
    fence("Of two")
    before, old = versions(), pods()
    watch = Watch()
    kubectl("delete", "pod", first, "--force", "--grace-period=0", namespace=OPERATOR)
    second = until("the other leads", lambda: leads(lambda: pods() - {first}), 90)
    seconds = watch.seconds()
    fence("Of the other")
    unmoved(before)
    say(f"the leader killed: {second} leads after {seconds:.1f} s, {'the other of the two' if second in old else 'a new one'}; nothing was written again")
    watch = Watch()
    upgrade("--set", "replicas=1", "--set", "resources.requests.cpu=50m")
    until("one leads", lambda: leads(pods), 60)
    check(get("deployment", DEPLOYMENT, OPERATOR)["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["cpu"] == "50m",
          "helm upgrade did not change the operator's resources")
    say(f"helm upgrade with changed values, one operator again: leads after {watch}")


def drift(issuer):
    """Deleted by hand, it comes back; a generated password with a new value, which is then the one that works."""
    watch = Watch()
    for kind, name in (("service", "example-com-smtp"), ("secret", "example-com-config-index"), ("networkpolicy", "example-com-smtp"),
                       ("poddisruptionbudget", "example-com-smtp")):
        kubectl("delete", kind, name)
        until(f"{kind}/{name} comes back", lambda kind=kind, name=name: get(kind, name), 30)
    kubectl("label", "service", "example-com-api", "app.kubernetes.io/part-of=somebody", "--overwrite")
    until("a changed label is taken back",
          lambda: get("service", "example-com-api")["metadata"]["labels"]["app.kubernetes.io/part-of"] == "mailhelm", 30)
    say(f"a Service, a config Secret, a NetworkPolicy and a PodDisruptionBudget deleted, a label changed: all mended within {watch}")
    old = secret("alice-smtp", "password")
    watch = Watch()
    kubectl("delete", "secret", "alice-smtp")

    def renewed():
        new = secret("alice-smtp", "password")
        return new if new != old and login("alice@example.com", new).startswith("235") else None

    until("the new password in the generated Secret works", renewed, 30, pause=1)
    seconds = watch.seconds()
    must_login("alice@example.com", old)
    say(f"a generated Secret deleted: a new password works after {seconds:.1f} s, the old one for its grace")


def server(**fields):
    kubectl("patch", "maildomain", "example-com", "--type=merge", "-p", json.dumps({"spec": {"server": fields}}))


def pulled():
    """The pull policy of the pod that is there: it comes from the chart alone."""
    return [pod["spec"]["containers"][0]["imagePullPolicy"] for pod in server_pods()]


def upgraded(issuer):
    """What the chart changes of the servers waits for an owner who decides, and comes by itself for one who does not."""
    server(upgrade="Manual")
    until_condition("maildomain", "example-com", "UpToDate")
    before = [pod["metadata"]["uid"] for pod in server_pods()]
    upgrade("--set", "server.image.pullPolicy=Never")
    waits = until_condition("maildomain", "example-com", "UpToDate", "False", "WaitsForOwner", seconds=120)
    until_condition("maildomain", "example-com", "Ready")
    check(before == [pod["metadata"]["uid"] for pod in server_pods()], "a pod was replaced against its owner's word")
    watch = Watch()
    kubectl("annotate", "maildomain", "example-com", "--overwrite", waits["message"].split()[-1])
    until_condition("maildomain", "example-com", "UpToDate", seconds=200)
    until("the pod is replaced", lambda: pulled() == ["Never"], 200)
    until_condition("maildomain", "example-com", "Ready", seconds=200)
    say(f"an upgrade with server.upgrade Manual: it waits, and is there {watch} after its owner took it: {waits['message']}")
    watch = Watch()
    server(upgrade=None)
    upgrade("--set", "server.image.pullPolicy=IfNotPresent")
    until("the pod is replaced", lambda: pulled() == ["IfNotPresent"], 300)
    until_condition("maildomain", "example-com", "UpToDate", seconds=200)
    until_condition("maildomain", "example-com", "Ready", seconds=200)
    say(f"with Automatic: another pod, ready {watch} after helm upgrade")
    kubectl("annotate", "maildomain", "example-com", "mailhelm.io/upgrade-")


SCENARIOS = [killed, doubled, drift, upgraded]
