"""What DNS says of the two domains: nothing, then what their statuses ask for, then something else. No key signs unseen."""

import json
import re

import names
from cluster import condition, get, kubectl, until_condition, wait
from steps import Watch, check, say, until


def status(server):
    return get("maildomain", server.name)["status"]


def addresses(server):
    """Where it is reached, and where its mail comes from: in this cluster nothing rewrites a pod's address."""
    return get("service", f"{server.name}-smtp")["spec"]["clusterIP"], server.pod()["status"]["podIP"]


def declare(server):
    public, egress = addresses(server)
    kubectl("patch", "maildomain", server.name, "--type=merge",
            "-p", json.dumps({"spec": {"dns": {"publicAddresses": [public], "egressAddresses": [egress]}}}))


def zone(server):
    """The status's own text, with a TTL that lets a change be seen at once; and a name for what only sends."""
    text = re.sub(r"\b3600\b", "1", status(server)["dns"]["zoneFile"])
    return f"{text}\nout.{server.domain}. A {addresses(server)[1]}"


def pointers(servers):
    return "\n".join(names.pointer(addresses(server)[1], f"out.{server.domain}") for server in servers)


def verdicts(server):
    """Of each purpose that is required, the verdicts of its records."""
    found = {}
    for record in status(server).get("dns", {}).get("records", []):
        if record["required"]:
            found.setdefault(record["purpose"], set()).add(record["verdict"])
    return found


def unpublished(servers):
    """Nothing is there, and every required record says so; nothing signs."""
    watch = Watch()
    for server in servers:
        declare(server)
        until(f"everything of {server.name} is missing", lambda: missing(server), 60)
        until_condition("maildomain", server.name, "DNSReady", "False")
        keys = status(server)["dkim"]["keys"]
        check({key["algorithm"] for key in keys} == {"Rsa", "Ed25519"} and {key["stage"] for key in keys} == {"Pending"}, f"keys: {keys}")
        until_condition("maildomain", server.name, "DKIMReady", "False")
    seen = condition(get("maildomain", servers[0].name), "DKIMReady")
    say(f"nothing is published: every required record Missing after {watch}, both keys Pending; {seen['reason']}: {seen['message']}")


def missing(server):
    seen = verdicts(server)
    # Not Helo: these servers send from another address than that of their Service.
    expected = {"Address", "Mx", "Spf", "Dkim", "Dmarc", "Ptr"}
    check(set(seen) == expected, f"required are {seen}")
    check(all(each == {"Missing"} for each in seen.values()), f"{seen}")
    return True


def published(servers):
    """Each status's zone file, pasted as it is: kubectl wait sees DNSReady, and then the keys sign."""
    names.publish(pointers(servers), **{server.name: zone(server) for server in servers})
    watch = Watch()
    wait("condition=DNSReady", *(f"maildomain/{server.name}" for server in servers), seconds=90)
    ready = watch.seconds()
    wait("condition=DKIMReady", *(f"maildomain/{server.name}" for server in servers), seconds=90)
    for server in servers:
        first, second = status(server)["dns"]["ready"].split("/")
        check(first == second, f"DNSReady with {first} of {second} records")
        stages = {key["stage"] for key in status(server)["dkim"]["keys"]}
        check(stages == {"Active"}, f"the keys of {server.name} are {stages}")
    say(f"their zone files pasted into the name server: kubectl wait saw DNSReady after {ready:.1f} s, DKIMReady after {watch}")
    print(kubectl("get", "mdom").rstrip())


def changed(servers):
    """A record that says something else is found, said with what to do, and forgotten when it is right again."""
    right = {server.name: zone(server) for server in servers}
    north = servers[0]
    wrong = re.sub(r'"v=spf1 [^"]*"', '"v=spf1 ip4:192.0.2.1 -all"', right[north.name], count=1)
    check(wrong != right[north.name], f"no SPF record in:\n{wrong}")
    watch = Watch()
    names.publish(pointers(servers), **right | {north.name: wrong})
    seen = until_condition("maildomain", north.name, "DNSReady", "False")
    spf = next(each for each in status(north)["dns"]["records"] if each["purpose"] == "Spf" and each["required"])
    check(spf["verdict"] == "Mismatch" and spf["advice"], f"the SPF record is judged {spf}")
    after = watch.seconds()
    names.publish(pointers(servers), **right)
    wait("condition=DNSReady", f"maildomain/{north.name}", seconds=60)
    say(f"an SPF record without our address: found after {after:.1f} s ({seen['reason']}; advice: {spf['advice']}); right again after {watch}")
