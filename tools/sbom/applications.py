"""The libraries of an application, as the build left them.

Quarkus decides what is in the folder of an application, Maven knows what it is: the two are compared, and no jar gets by that
Maven does not know. Quarkus takes a few classes out of some jars, so their SHA-256 need not be Maven's.
"""

import json
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
APPLICATIONS = ("cli", "operator", "smtp-server")
OURS = "io.mailhelm"


class Unfit(Exception):
    """What is wrong with the build, to what, and what to do."""


@dataclass(frozen=True, order=True)
class Library:
    """A jar of somebody else's in an application: its Maven coordinates, licences (SPDX where known), home and SHA-256."""

    group: str
    name: str
    version: str
    classifier: str
    licences: tuple
    home: str
    sha256: str

    @property
    def artifact(self):
        """Its name: the same on every machine, whose classifier may be another."""
        return f"{self.group}:{self.name}"

    @property
    def file(self):
        return f"{self.group}.{self.name}-{self.version}" + (f"-{self.classifier}" if self.classifier else "") + ".jar"

    @property
    def purl(self):
        classifier = f"&classifier={self.classifier}" if self.classifier else ""
        return f"pkg:maven/{self.group}/{self.name}@{self.version}?type=jar{classifier}"


def libraries(application, root=REPO):
    """The libraries of an application, sorted; Unfit where the folder, Quarkus' list and Maven's do not agree."""
    folder = Path(root) / application / "target" / "quarkus-app"
    listed = folder / "quarkus-app-dependencies.txt"
    if not listed.exists():
        raise Unfit(f"{application} is not built: run make build")
    known = maven(Path(root) / application / "target" / "bom.json")
    found = sorted(library(application, line, known) for line in listed.read_text().split() if not line.startswith(OURS + ":"))
    jars = {jar.name: jar for part in ("boot", "main") for jar in (folder / "lib" / part).glob("*.jar")}
    others = {name for name in jars if not name.startswith(OURS + ".")} ^ {item.file for item in found}
    if others:
        raise Unfit(f"{application}: quarkus-app-dependencies.txt and lib differ in {', '.join(sorted(others))}: run make build")
    return found


def library(application, line, known):
    group, name, classifier, _, version = line.split(":")
    key = (group, name, version, classifier)
    if key not in known:
        raise Unfit(f"{application} ships {line}, which target/bom.json does not know: declare it where Maven sees it")
    return Library(*key, *known[key])


def maven(file):
    """(group, name, version, classifier) -> (licences, home, SHA-256), from what the CycloneDX plugin wrote."""
    if not file.exists():
        raise Unfit(f"{file} is not there: run make build")
    found = {}
    for component in json.loads(file.read_text())["components"]:
        classifier = component["purl"].partition("classifier=")[2].partition("&")[0]
        key = (component["group"], component["name"], component["version"], classifier)
        sha256 = next((entry["content"] for entry in component.get("hashes", []) if entry["alg"] == "SHA-256"), "")
        found[key] = (licences(component), home(component), sha256)
    return found


def licences(component):
    choices = component.get("licenses", [])
    return tuple(choice.get("expression") or choice["license"].get("id") or choice["license"]["name"] for choice in choices)


def home(component):
    references = {reference["type"]: reference["url"] for reference in component.get("externalReferences", [])}
    return references.get("vcs") or references.get("website") or ""
