"""What we say of the DNS, against real name servers in a network of its own that ends with the check.

checks/run dns runs all parts; checks/run dns/PART one of them (__main__.py has their names).
"""

import internet


def check(folder, part=None):
    """Ends with the first part that fails."""
    internet.enter("dns", folder, part)
