"""What must come, and how it differs from what came."""

import json
import re


class Wrong(Exception):
    """Something else came than a case wants."""

    def __init__(self, sent, wanted, came):
        super().__init__(f"wanted {wanted}, came {came}")
        self.sent, self.wanted, self.came = sent, wanted, came


def difference(wanted, came, at=""):
    """The first difference between JSON values as (where, wanted, came), or None.

    An object may have more members than are wanted, and null is also a member that is not there. In the place of a value:
    {"~": "regex"} is a text in which it is found, {"length": N} one or a list so long, {"some": [...]} a list in which each of these is.
    """
    if isinstance(wanted, dict):
        if set(wanted) == {"~"}:
            return None if isinstance(came, str) and re.search(wanted["~"], came, re.DOTALL) else (at, wanted, came)
        if set(wanted) == {"length"}:
            return None if isinstance(came, (str, list)) and len(came) == wanted["length"] else (at, wanted, came)
        if set(wanted) == {"some"}:
            there = came if isinstance(came, list) else []
            lacking = [each for each in wanted["some"] if all(difference(each, one) for one in there)]
            return (at, {"some": lacking}, came) if lacking else None
        if not isinstance(came, dict):
            return at, wanted, came
        found = (difference(value, came.get(name), f"{at}.{name}" if at else name) for name, value in wanted.items())
        return next(filter(None, found), None)
    if isinstance(wanted, list):
        if not isinstance(came, list) or len(wanted) != len(came):
            return at, wanted, came
        found = (difference(value, came[i], f"{at}[{i}]") for i, value in enumerate(wanted))
        return next(filter(None, found), None)
    return None if type(wanted) is type(came) and wanted == came else (at, wanted, came)


def must_be(wanted, came, sent):
    """Wrong where a JSON value is not what a case wants of it."""
    found = difference(wanted, came)
    if found:
        at, part, other = found
        name = f"{at}: " if at else ""
        raise Wrong(sent, name + shown(part), name + shown(other))


def shown(value):
    return json.dumps(value, ensure_ascii=False)
