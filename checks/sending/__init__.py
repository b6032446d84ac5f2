"""Mail leaves, and arrives at servers nobody here wrote, in a network of its own that ends with the check.

checks/run sending runs all parts; checks/run sending/PART one of them (__main__.py has their names).
"""

import internet

from . import opensmtpd


def check(folder, part=None):
    """Ends with the first part that fails."""
    internet.require("sending")
    opensmtpd.package()  # while there is a network to have it from
    internet.enter("sending", folder, part)
