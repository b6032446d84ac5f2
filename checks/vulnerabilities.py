"""No library that is shipped has a vulnerability that checks/advisories.json knows, but those it accepts and says why.

The list is kept by hand, with its date: docs/supply-chain.md says what it covers, and how to renew it. A list that is old is a warning
and not a failure: a build that was right yesterday is not wrong today for want of a new list.
"""

import datetime
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))

from sbom import applications

LIST = os.path.join(ROOT, "checks", "advisories.json")
OLD_AFTER = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Shipped:
    """A library of an application, without what does not matter here."""

    artifact: str
    version: str
    where: str


def check():
    with open(LIST, encoding="utf-8") as file:
        known = json.load(file)
    finds_what_it_must(known)
    shipped = [Shipped(f"{library.group}:{library.name}", library.version, application)
               for application in applications.APPLICATIONS for library in applications.libraries(application)]
    judge(known, shipped)
    warn(known)
    print(f"vulnerabilities: none of the {len(known['advisories'])} advisories of {known['date']} is about what is shipped, "
          f"but {len(known['accepted'])} that {'is' if len(known['accepted']) == 1 else 'are'} accepted")


def judge(known, shipped):
    """Fails with a sentence for each vulnerability that is shipped, and for each that is accepted and no longer shipped."""
    accepted = {(entry["id"], entry["package"]) for entry in known["accepted"]}
    hits = [(advisory, library) for advisory in known["advisories"] for library in shipped
            if library.artifact == advisory["package"] and is_in(library.version, advisory["affected"])]
    faults = sorted({
        f"{library.where} ships {library.artifact} {library.version}: {advisory['id']} ({advisory['note']}). "
        f"Raise it in pom.xml to {advisory['fixed']} or newer; where that cannot be, say under 'accepted' in "
        "checks/advisories.json why it does no harm here"
        for advisory, library in hits if (advisory["id"], advisory["package"]) not in accepted})
    stale = accepted - {(advisory["id"], advisory["package"]) for advisory, _ in hits}
    faults += [f"{number} of {package} is accepted and no longer shipped: take it out of 'accepted' in checks/advisories.json"
               for number, package in sorted(stale)]
    if faults:
        raise SystemExit("vulnerabilities:\n" + "\n".join(faults))


def warn(known):
    age = datetime.date.today() - datetime.date.fromisoformat(known["date"])
    if age > OLD_AFTER:
        print(f"vulnerabilities: WARNING: the list is {age.days} days old; docs/supply-chain.md says how to renew it", file=sys.stderr)
    home = subprocess.run([os.path.join(ROOT, "bin", "mailhelm"), "--print-java-home"], capture_output=True, text=True, check=True)
    with open(os.path.join(home.stdout.strip(), "release"), encoding="utf-8") as file:
        java = re.search(r'JAVA_VERSION="(.+)"', file.read())[1]
    if order(java) < order(known["java"]["fixed"]):
        print(f"vulnerabilities: WARNING: images made here carry Java {java}; {known['java']['fixed']} mends known vulnerabilities "
              f"({known['java']['note']}): build what you run with it", file=sys.stderr)


def is_in(version, ranges):
    """Whether a version is in one of Maven's ranges: '[4.1.0.Final,4.1.132.Final),[4.2.0.Final,4.2.11.Final)'."""
    found = re.findall(r"([\[(])([^,\])]*),([^,\])]*)([\])])", ranges)
    assert found, f"no range: {ranges}"
    for opening, low, high, closing in found:
        above = not low or order(version) > order(low) or (opening == "[" and order(version) == order(low))
        below = not high or order(version) < order(high) or (closing == "]" and order(version) == order(high))
        if above and below:
            return True
    return False


def order(version):
    """A key that sorts versions as Maven does, as far as libraries here use it: numbers, then what comes before a release."""
    numbers = re.match(r"\d+(\.\d+)*", version)
    rest = version[numbers.end():].lower().strip(".-")
    before_release = bool(re.match(r"(alpha|beta|m\d|milestone|cr|rc|snapshot)", rest))
    parts = [int(number) for number in numbers[0].split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return parts, 0 if before_release else 1, rest if before_release else ""


def finds_what_it_must(known):
    """The check fails where it must: with what was shipped once, and at the edges of each range of the list."""
    bare = dict(known, accepted=[])
    must_fail(bare, Shipped("io.netty:netty-codec-http2", "4.1.130.Final", "smtp-server"), "CVE-2026-33871")
    judge(bare, [Shipped("io.netty:netty-codec-http2", "4.1.999.Final", "smtp-server")])
    must_fail(dict(bare, accepted=[dict(id="CVE-0000-0000", package="a:b")]), Shipped("a:b", "1", "cli"), "no longer shipped")
    for advisory in known["advisories"]:
        assert not is_in(advisory["fixed"], advisory["affected"]), advisory
        low, high = re.findall(r"[\[(]([^,\])]*),([^,\])]*)[\])]", advisory["affected"])[0]
        assert not low or not high or order(low) < order(high), advisory
    assert order("4.1.9.Final") < order("4.1.10.Final") < order("4.2") and order("1.0-rc1") < order("1.0") == order("1.0.0")


def must_fail(known, library, word):
    try:
        judge(known, [library])
    except SystemExit as e:
        assert word in str(e), e
        return
    raise AssertionError(f"vulnerabilities: the check took {library}")
