"""Which licences the libraries that are shipped have, and which of them Mailhelm may ship."""

from .applications import Unfit

# What POMs call them -> SPDX. Where a POM names more than one, most mean a choice.
SPDX = {
    "Apache 2 License": "Apache-2.0",
    "Bouncy Castle Licence": "MIT",
    "GNU General Public License, version 2 with the GNU Classpath Exception": "GPL-2.0-with-classpath-exception",
}
# Of what a library offers, one of these must be there: licences under which jars may be shipped unchanged beside Apache-2.0.
MAY_SHIP = {"Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0", "CC0-1.0", "ISC"}


def spdx(library):
    """Its licences by their SPDX names, sorted; Unfit when none of them may be shipped."""
    named = sorted({SPDX.get(name, name) for name in library.licences})
    if not set(named) & MAY_SHIP:
        raise Unfit(f"{library.artifact} {library.version} has the licences {named}: none is in tools/sbom/licences.py. "
                    "Read its licence, then add its name there, or take another library")
    return named
