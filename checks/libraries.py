"""What the applications ship is what THIRD-PARTY.md says, each library under a licence that may be shipped.

A library comes with another one, unnoticed, in a line of a POM; here it is noticed.
"""

import difflib
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))

from sbom import applications, licences, third_party


def check():
    built = third_party.text()
    refuses_what_it_must(built)
    with open(third_party.FILE, encoding="utf-8") as file:
        compare(file.read(), built)
    print(f"libraries: {built.count(os.linesep) - third_party.HEAD.count(os.linesep)} as THIRD-PARTY.md says")


def compare(listed, built):
    if listed != built:
        changed = difflib.unified_diff(listed.splitlines(), built.splitlines(), "THIRD-PARTY.md", "what is built", n=0, lineterm="")
        raise SystemExit("libraries: the build holds something else than THIRD-PARTY.md says:\n" + "\n".join(changed)
                         + "\nWanted? Run tools/third-party and commit the file. Not wanted? Exclude it where it comes from: "
                           "mvn dependency:tree -pl MODULE -Dincludes=GROUP")


def refuses_what_it_must(built):
    """The check fails where it must: on a library that nobody allowed, and on a licence that nobody read."""
    must_fail(lambda: compare(built.replace("| io.netty:netty-common |", "| io.netty:netty-uncommon |"), built), "netty-common")
    unread = applications.Library("com.example", "unread", "1.0", "", ("Secret License",), "", "")
    must_fail(lambda: licences.spdx(unread), "com.example:unread")


def must_fail(attempt, word):
    try:
        attempt()
    except (SystemExit, applications.Unfit) as e:
        assert word in str(e), e
        return
    raise AssertionError(f"libraries: the check took {word}, which it must refuse")
