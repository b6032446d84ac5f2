"""What arrived in a Maildir, parsed by Python's email package."""

import email
import email.policy
import os

from waits import wait


class Maildir:
    def __init__(self, path):
        self.path = path
        self.seen = {}

    def messages(self):
        """All of them; each is read once."""
        folder = os.path.join(self.path, "new")
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            if name not in self.seen:
                with open(os.path.join(folder, name), "rb") as f:
                    self.seen[name] = email.message_from_binary_file(f, policy=email.policy.default)
        return list(self.seen.values())

    def with_subject(self, subject):
        return [message for message in self.messages() if message["Subject"] == subject]

    def raw(self, subject):
        """The octets of the message with that subject, with \\n at the ends of lines."""
        name, = (name for name, message in self.seen.items() if message["Subject"] == subject)
        with open(os.path.join(self.path, "new", name), "rb") as f:
            return f.read()

    def wait(self, subject, seconds=30):
        """The one message with that subject."""
        found = wait(lambda: self.with_subject(subject), lambda: f"{subject!r} did not arrive in {seconds} s at {self.path}", seconds)
        if len(found) > 1:
            raise SystemExit(f"{subject!r} arrived {len(found)} times")
        return found[0]
