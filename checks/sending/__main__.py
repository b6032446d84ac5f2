"""What runs inside the namespaces: python3 -m sending FOLDER [PART]."""

import sys

from . import bounced, deferred, delivered, killed, refused, relayed, rude
from .world import World

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
