"""What runs inside the namespaces: python3 -m sending FOLDER [PART]."""

import internet

from . import bounced, deferred, delivered, killed, odd, refused, relayed, rude
from .world import World

internet.run_parts("sending", {
    "delivered": delivered.check,
    "relayed": relayed.check,
    "refused": refused.check,
    "bounced": bounced.check,
    "deferred": deferred.check,
    "rude": rude.check,
    "odd": odd.check,
    "killed": killed.check,
    "stopped": killed.check_stopped,
}, World)
