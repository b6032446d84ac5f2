"""THIRD-PARTY.md: every library that is shipped, its licence and where it is in. The check `libraries` compares it with the build."""

from .applications import APPLICATIONS, REPO, libraries
from .licences import spdx

FILE = REPO / "THIRD-PARTY.md"
HEAD = """# Third-party libraries

What Mailhelm ships that others wrote: the command line program (`cli`), the operator and the SMTP server, by their Maven names. Each jar
holds its own notices; the images have this list and a CycloneDX bill of materials in `/usr/share/doc/mailhelm`, with Java and the
Debian packages they hold ([docs/supply-chain.md](docs/supply-chain.md)). Where a library's authors name more than one licence, all are
here: most mean a choice.

This file is also the list of what may be shipped: `tools/third-party` writes it, and `make check` fails when a build holds anything else.

| library | version | licence | in |
|---|---|---|---|
"""


def rows():
    """One row for each artifact: its versions, its licences, the applications that hold it."""
    found = {}
    for application in APPLICATIONS:
        for library in libraries(application):
            found.setdefault((library.artifact, library.version, ", ".join(spdx(library))), []).append(application)
    return [f"| {artifact} | {version} | {licence} | {', '.join(where)} |"
            for (artifact, version, licence), where in sorted(found.items())]


def text():
    return HEAD + "\n".join(rows()) + "\n"
