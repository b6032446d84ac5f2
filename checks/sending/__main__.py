"""What runs inside the namespaces: python3 -m sending FOLDER [PART]."""

import re
import sys

from . import bounced, deferred, delivered, killed, refused, relayed, rude
from .world import World, expect

PARTS = {
    "delivered": delivered.check,
    "relayed": relayed.check,
    "refused": refused.check,
    "bounced": bounced.check,
    "deferred": deferred.check,
    "rude": rude.check,
    "killed": killed.check,
    "stopped": killed.check_stopped,
}

folder, *named = sys.argv[1:]
if unknown := [part for part in named if part not in PARTS]:
    sys.exit(f"sending has no part {unknown[0]}; it has {', '.join(PARTS)}")
world = World(folder)
for part in named or PARTS:
    PARTS[part](world)
for server in (world.ours, world.third):
    errors = [line for line in server.log().splitlines() if re.match(r"\S+ ERROR |\s+at |Exception in", line)]
    expect(not errors, f"the log of {server.domain} should have no errors", *errors[:20])
