"""What mailhelm dns and the status say while somebody writes the zone."""

import json
import re

from internet import expect
from internet.names import text
from waits import wait
from internet.network import HOSTS

from .world import DOMAIN

HERE, ELSEWHERE = HOSTS["ours"], HOSTS["elsewhere"]
OTHER_KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # RFC 8463, appendix A.2


def check(world):
    code, records = look(world)
    required = [record for record in records if record["required"]]
    expect(code == 1 and {record["verdict"] for record in required} == {"Missing"}, "everything should be missing", *required)
    wait_for_condition(world, ("False", "RecordsMissing"))

    zone = printed(world.ours)
    world.publish(DOMAIN, zone)
    world.point(f"mail.{DOMAIN}.")
    right(world, len(required))
    wait_for_condition(world, ("True", None))
    print(f"dns: an empty zone lacks {len(required)} records; with the zone that mailhelm dns prints pasted into Knot all {len(required)} match")

    for what, purpose, verdict, change in CHANGES:
        world.publish(DOMAIN, change(zone))
        code, records = look(world)
        expect(code == 1 and verdict in verdicts(records, purpose), f"{what} should make {purpose} a {verdict}",
               *(record for record in records if record["purpose"] == purpose))
    wait_for_condition(world, ("False", None))
    world.publish(DOMAIN, zone)
    world.point(f"mail.{DOMAIN}.")
    reverse(world)
    right(world, len(required))
    wait_for_condition(world, ("True", None))
    print(f"dns: {len(CHANGES) + 1} ways to write it wrong were found, each by its record, and mended")


def reverse(world):
    """The pointer to a name that does not lead back, and then to the right one."""
    world.point("mx.elsewhere.test.")
    code, records = look(world)
    expect(code == 1 and verdicts(records, "Ptr") == ["Mismatch"], "a name that does not lead back should be a Mismatch", *records)
    world.point(f"mail.{DOMAIN}.")


def look(world):
    """What mailhelm dns says, asked anew: exit code and records."""
    code, out = world.ours.dns("--output", "json")
    report, = json.loads(out)
    return code, report["records"]


def right(world, count):
    code, out = world.ours.dns("--output", "json")
    report, = json.loads(out)
    expect(code == 0 and report["ready"] == f"{count}/{count}", f"all {count} should be right", json.dumps(report, indent=1))


def verdicts(records, purpose):
    return [record["verdict"] for record in records if record["purpose"] == purpose and record["required"]]


def printed(server):
    """The lines that it prints to be pasted, which others may remember for a second only."""
    _, out = server.dns("--output", "zone")
    return re.sub(r"^(\S+\.) \d+ IN ", r"\1 1 IN ", out.replace("$TTL 3600", "$TTL 1"), flags=re.M).splitlines()


def wait_for_condition(world, wanted):
    def holds():
        found = world.ours.condition("DNSReady")
        return all(want is None or want == is_ for want, is_ in zip(wanted, found))
    wait(holds, lambda: f"DNSReady should be {wanted}, it is {world.ours.condition('DNSReady')}\n{world.ours.log()[-3000:]}", 60)


def instead(zone, name, kind, *lines):
    """The zone with other lines in the place of the records of a name and type."""
    start = re.compile(rf"{re.escape(name)}\. \d+ IN {kind} ")
    rest = [line for line in zone if not start.match(line)]
    expect(len(rest) < len(zone), f"no {kind} of {name} is in the zone", *zone)
    return [*rest, *lines]


def dkim(zone):
    """The zone with the record of each key saying another key."""
    names = {line.split()[0].rstrip(".") for line in zone if "._domainkey." in line and not line.startswith(";")}
    for name in names:
        zone = instead(zone, name, "TXT", text(name, OTHER_KEY))
    return zone


# What somebody does, the record it is about, its verdict then, the zone then.
CHANGES = (
    ("SPF without our address", "Spf", "Mismatch", lambda zone: instead(zone, DOMAIN, "TXT", text(DOMAIN, "v=spf1 ip4:192.0.2.1 -all"))),
    ("SPF twice", "Spf", "Mismatch", lambda zone: [*zone, text(DOMAIN, "v=spf1 ip4:192.0.2.1 -all")]),
    ("a weaker DMARC policy", "Dmarc", "Mismatch",
     lambda zone: instead(zone, f"_dmarc.{DOMAIN}", "TXT", text(f"_dmarc.{DOMAIN}", "v=DMARC1; p=none"))),
    ("other keys", "Dkim", "Mismatch", dkim),
    ("MX elsewhere", "Mx", "Mismatch", lambda zone: instead(zone, DOMAIN, "MX", f"{DOMAIN}. MX 10 mx.elsewhere.test.")),
    ("the address of another", "Address", "Mismatch", lambda zone: instead(zone, f"mail.{DOMAIN}", "A", f"mail.{DOMAIN}. A {ELSEWHERE}")),
    ("no DMARC", "Dmarc", "Missing", lambda zone: instead(zone, f"_dmarc.{DOMAIN}", "TXT")),
)
