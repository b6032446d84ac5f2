"""Two domains on two servers mail each other, by a name server of their own."""

import json
import os
import re

import names
import records
from client import Api, Load, VERSION, accepted, quoted, swaks
from cluster import MANIFESTS, REPO, apply, every, get, kubectl, secret, until_condition, wait
from steps import Watch, check, say, until
from users import restarts

RUN = f"run {os.getpid()}"
CONNECTIONS = 5  # at once to one destination, as SendPolicy has it by default: as many messages may go twice


class Server:
    """One of the two: its only user, and what the pod sender has of it."""

    def __init__(self, name, user):
        self.name, self.domain, self.login = name, f"{name}.example", user
        self.user = f"{user}@{self.domain}"
        self.host = f"{name}-smtp.mail.svc"
        self.password = f"/servers/{name}/password"
        self.api = Api(f"https://{name}-api.mail.svc", pod="sender", folder=f"/servers/{name}")

    def send(self, to, subject):
        """What swaks printed that logged in on 587 over TLS."""
        return swaks(f"--server {self.host} --port 587 --tls --auth PLAIN --auth-user {self.user} --auth-password $(< {self.password}) "
                     f"--from {self.user} --to {to} --header {quoted('Subject: ' + subject)} --body Hello", pod="sender", check=False)

    def must_send(self, to, subject):
        said = self.send(to, subject)
        check(accepted(said), f"submission at {self.name} was not accepted:\n{said}")

    def delivery(self, **wanted):
        """The latest delivery that matches, with every attempt, or None."""
        found = self.api.call("/queue?state=all&limit=1&" + "&".join(f"{name}={value}" for name, value in wanted.items()))["deliveries"]
        return self.api.call(f"/queue/{found[0]['id']}") if found else None

    def until_delivery(self, what, holds, seconds=120, **wanted):
        """Waits for what holds of it."""

        def look():
            seen = self.delivery(**wanted)
            check(seen and holds(seen), f"{json.dumps(seen)}")
            return seen

        return until(f"{what} ({self.name})", look, seconds)

    def raw(self, entry):
        return self.api.curl(path=f"/inbox/{entry['id']}/raw")

    def pod(self):
        return get("pod", f"{self.name}-smtp-0")


NORTH, SOUTH = Server("north", "ann"), Server("south", "ben")
BOTH = (NORTH, SOUTH)


def manifest(name, **values):
    text = (MANIFESTS / f"{name}.yaml").read_text()
    for word, value in values.items():
        text = text.replace(word, value)
    return text


def two_servers(issuer):
    """Ready before any name of theirs is in DNS."""
    watch = Watch()
    resolver = names.service()
    for server in BOTH:
        apply(manifest("sending", SIDE=server.name, USER=server.login, RESOLVER=resolver))
    names.publish()
    for server in BOTH:
        wait("condition=Ready", f"maildomain/{server.name}", f"mailuser/{server.login}", f"sendpolicy/{server.name}", seconds=240)
    say(f"two servers, each with a domain, a user and a policy: all Ready after {watch}")
    print(kubectl("get", "mdom").rstrip())
    apply(kubectl("create", "configmap", "client", f"--from-file={REPO}/e2e/client", "--dry-run=client", "-o", "yaml"))
    apply(manifest("sender", IMAGE=f"mailhelm/test-client:{VERSION}"))
    wait("condition=Ready", "pod/sender", seconds=120)


def their_records(issuer):
    for scenario in (records.unpublished, records.published, records.changed):
        scenario(BOTH)


def both_ways(issuer):
    for sender, receiver in (BOTH, BOTH[::-1]):
        watch = Watch()
        subject = f"from {sender.name}, {RUN}"
        sender.must_send(receiver.user, subject)
        entry = receiver.api.until_read(subject, seconds=60)
        seconds = watch.seconds()
        check(entry["user"] == receiver.user, f"it went to {entry['user']}")
        raw = receiver.raw(entry)
        check(re.search(rf"by mail\.{receiver.domain}\b[^;]*\bwith (UTF8SMTPS|ESMTPS)\b", raw), f"it did not come over TLS:\n{raw}")
        wanted = {f"{algorithm} {sender.domain}" for algorithm in ("rsa-sha256", "ed25519-sha256")}
        check(verdicts(receiver, entry) == {f"{each} pass" for each in wanted}, f"dkimpy says {verdicts(receiver, entry)}:\n{raw}")
        changed = verdicts(receiver, entry, "perl -pe s,Hello,Jello, |")
        check(changed == {f"{each} fail" for each in wanted}, f"dkimpy says of another text {changed}")
        say(f"{sender.name} to {receiver.name}, submitted with the generated Secret: there after {seconds:.1f} s over TLS; dkimpy "
            f"passes both signatures (RSA, Ed25519) by the records in DNS, and none when a letter of the text is another")


def verdicts(server, entry, change=""):
    return set(server.api.curl(path=f"/inbox/{entry['id']}/raw", then=f"| {change} /usr/bin/python3 /scripts/signatures.py {names.address()}").splitlines())


def unknown_user(issuer):
    """The refusal comes back to who sent it, once; after that the address is not mailed again."""
    nobody = f"nobody@{SOUTH.domain}"
    NORTH.must_send(nobody, f"to nobody, {RUN}")
    failed = NORTH.until_delivery("mail to nobody failed", lambda seen: seen["state"] == "failed", recipient=nobody)
    reports = until("a report about it", lambda: about(nobody), 60)
    check(len(reports) == 1, f"{len(reports)} reports about {nobody}")
    check(failed["last"]["code"] == 550 and failed["last"]["text"] in " ".join(reports[0].split()), f"not in the peer's words ({failed['last']}):\n{reports[0]}")
    suppressed = NORTH.api.call(f"/suppressions?domain={NORTH.domain}")["suppressions"]
    check([(each["address"], each["reason"]) for each in suppressed] == [(nobody, "hard_bounce")], f"suppressed are {suppressed}")
    said = NORTH.send(nobody, f"to nobody again, {RUN}")
    refusal = re.search(r"^<~\* (550 .*)", said, re.MULTILINE)
    check(refusal, f"mail to a suppressed address was not refused with 550:\n{said}")
    check(len(about(nobody)) == 1, f"there is another report about {nobody}")
    say(f"a user south does not have: refused there ({failed['last']['code']} {failed['last']['text']}), one report in ann's mailbox; "
        f"suppressed, and then refused at once: {refusal[1]}")


def about(address):
    """The reports in ann's mailbox about a recipient, as text."""
    found = [NORTH.raw(entry) for entry in NORTH.api.inbox(user=NORTH.user)]
    return [raw for raw in found if "multipart/report" in raw and re.search(rf"Final-Recipient: *rfc822; *{re.escape(address)}", raw)]


def peer_away(issuer):
    """South has no pod for a while, which only an operator that pauses lets happen; north's mail waits for it."""
    kubectl("annotate", "maildomain", "south", "mailhelm.io/pause=true")
    until("south is paused", lambda: "ReconciliationPaused" in json.dumps([
        each for each in get("maildomain", "south")["status"]["conditions"] if each["status"] == "True"]))
    kubectl("scale", "statefulset", "south-smtp", "--replicas=0")
    until("south's pod is gone", lambda: SOUTH.pod() is None, 120)
    subject = f"while south is away, {RUN}"
    NORTH.must_send(SOUTH.user, subject)
    waiting = NORTH.until_delivery("mail is tried three times", lambda seen: len(seen["history"]) >= 3, recipient=SOUTH.user)
    check(waiting["state"] == "queued" and {each["outcome"] for each in waiting["history"]} == {"deferred"}, f"it should wait: {waiting}")
    watch = Watch()
    kubectl("annotate", "maildomain", "south", "mailhelm.io/pause-")
    until("south has a pod that is ready", lambda: ready(SOUTH), 180)
    back = watch.seconds()
    SOUTH.api.until_read(subject, seconds=60)
    after = watch.seconds() - back
    done = NORTH.until_delivery("it is delivered", lambda seen: seen["state"] == "delivered", recipient=SOUTH.user)
    say(f"south without a pod: deferred ({waiting['last']['text']}); its pod was back after {back:.1f} s, and the mail there "
        f"{after:.1f} s later, at attempt {done['attempts']}")


def ready(server):
    """Which pod it is and how often it was restarted, once it is ready."""
    pod = server.pod()
    if not pod or pod["metadata"].get("deletionTimestamp"):
        return None
    holds = any(each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", []))
    return (pod["metadata"]["uid"], restarts(pod)) if holds else None


def crashed(issuer):
    """Its process ends at once on a SIGSEGV: nothing is finished, nothing given back."""
    under_load("north's process crashed", "crash",
               lambda: kubectl("exec", "north-smtp-0", "-c", "smtp-server", "--", "/bin/sh", "-c", "kill -s SEGV 1", check=False))


def deleted_by_force(issuer):
    under_load("north's pod deleted by force", "force",
               lambda: kubectl("delete", "pod", "north-smtp-0", "--force", "--grace-period=0", check=False))


def under_load(what, name, harm):
    """Harm while mail comes in and goes out: what was acknowledged arrives, and no more than was under way arrives twice."""
    before = ready(NORTH)
    load = Load(f"{name}-{os.getpid()}", workers=8, to=SOUTH.user, host=NORTH.host, pod="sender", login=(NORTH.user, NORTH.password))
    load.until_acknowledged(100)
    until("some of it has arrived", lambda: SOUTH.api.inbox(subject=load.name + "-"))
    waiting = until("some of it waits", lambda: NORTH.api.call("/queue?limit=1")["total"], pause=0)
    watch = Watch()
    harm()
    until("north is another one, and ready", lambda: ready(NORTH) not in (None, before), 180)
    back = watch.seconds()
    load.until_acknowledged(100)
    load.end()
    watch = Watch()
    until("north's queue is empty", lambda: NORTH.api.call("/queue?limit=1")["total"] == 0, 180)
    rest = watch.seconds()
    acknowledged, twice, unsure = load.must_all_be_there(SOUTH.api)
    check(twice <= CONNECTIONS, f"{twice} messages went twice, at most {CONNECTIONS} were under way")
    say(f"{what} under load, {waiting} in its queue just before, ready again after {back:.1f} s: {acknowledged} messages acknowledged "
        f"({len(load.cut)} cut off, {unsure} of them sent all the same), all in south {rest:.1f} s after the last; {twice} twice (at "
        f"most {CONNECTIONS})")


def where_from(issuer):
    """South has only been spoken to by pods: for all it knows, whoever came from outside was made to look like one."""
    for _ in range(10):
        swaks(f"--server {SOUTH.host} --quit-after HELO", pod="sender")
    seen = until_condition("maildomain", "south", "SourceAddressPreserved", "False", seconds=120)
    say(f"SourceAddressPreserved of south, whose peers were all pods: {seen['reason']}: {seen['message']}")


def by_relay(issuer):
    """A route to south's port 587 with ben's login in a Secret that is marked for it; first as strict as it is by default."""
    kubectl("patch", "sendpolicy", "south", "--type=merge", "-p", json.dumps({"spec": {"senders": {"from": "Any"}}}))
    route("Required", f"{SOUTH.login}-smtp")
    refused = until_condition("sendpolicy", "north", "Ready", "False", seconds=60)
    check("mailhelm.io/use=relay" in refused["message"], f"a user's password is no relay's login: {refused}")
    apply(json.dumps({
        "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/basic-auth",
        "metadata": {"name": "relay", "labels": {"mailhelm.io/use": "relay"}, "annotations": {"mailhelm.io/hosts": f"mail.{SOUTH.domain}"}},
        "stringData": {"username": SOUTH.user, "password": secret(f"{SOUTH.login}-smtp", "password")}}))
    route("Required")
    until_ready()
    subject = f"by relay, {RUN}"
    NORTH.must_send(SOUTH.user, subject)
    waiting = NORTH.until_delivery("a certificate that proves nothing is not good enough", lambda seen: seen["history"], recipient=SOUTH.user)
    check(waiting["state"] == "queued" and waiting["destination"] == SOUTH.domain, f"it should wait: {waiting}")
    route("Opportunistic")
    until_ready()
    raw = SOUTH.raw(SOUTH.api.until_read(subject, seconds=60))
    check(re.search(rf"by mail\.{SOUTH.domain}\b[^;]*\bwith (UTF8SMTPSA|ESMTPSA)\b", raw), f"it did not come with a login:\n{raw}")
    say(f"a route to a relay with ben's own Secret is refused, with a marked one and tls Required it waits ({waiting['last']['text'].split(':')[0]}), with Opportunistic it "
        f"goes, over TLS and with the login (ESMTPSA)")


def route(tls, login="relay"):
    relay = {"host": f"mail.{SOUTH.domain}", "port": 587, "tls": tls, "credentialsSecretRef": {"name": login}}
    kubectl("patch", "sendpolicy", "north", "--type=merge", "-p", json.dumps({"spec": {"routes": [{"recipients": ["*"], "relay": relay}]}}))


def until_ready():
    """A policy is Ready when every pod runs it as it is now."""
    for policy in ("north", "south"):
        until_condition("sendpolicy", policy, "Ready")


def all_gone(issuer):
    """Users, policies, domains with their volumes, and what this part brought."""
    watch = Watch()
    for each in BOTH:  # or their passwords would be kept, as their mailboxes would
        kubectl("patch", "mailuser", each.login, "--type=merge", "-p", '{"spec":{"deletionPolicy":"Delete"}}')
    kubectl("delete", "mailuser", *(each.login for each in BOTH), "--timeout=90s")
    kubectl("delete", "sendpolicy,maildomain", *(each.name for each in BOTH), "--timeout=90s")
    kubectl("delete", "pod/sender", "pod/names", "service/names", "configmap/names", "--timeout=60s")
    gone = watch.seconds()
    for each in BOTH:
        of_it = f"app.kubernetes.io/instance={each.name}"
        until(f"what {each.name} had goes", lambda: not every("all,secrets,persistentvolumeclaims", selector=of_it), 180, pause=1)
    say(f"both servers deleted, gone after {gone:.1f} s, with pods, volumes and Secrets after {watch}: nothing was stuck")


SCENARIOS = [two_servers, their_records, both_ways, unknown_user, peer_away, crashed, deleted_by_force, where_from, by_relay, all_gone]
