"""What runs inside the namespaces: python3 -m dns FOLDER [PART]."""

import internet

from . import report, rotation, silence
from .world import World

internet.run_parts("dns", {
    "report": report.check,
    "rotation": rotation.check,
    "silence": silence.check,
}, World)
