"""Delivery status notifications (RFC 3464) in a mailbox, taken apart by Python's email package."""

import email
import email.policy

import waits
from internet import expect


class Report:
    """A multipart/report: the message itself, its fields about the message, and about its one recipient."""

    def __init__(self, raw):
        self.message = email.message_from_bytes(raw, policy=email.policy.default)
        expect(self.message.get_content_type() == "multipart/report"
               and self.message.get_param("report-type") == "delivery-status", "it should be a multipart/report", raw.decode())
        self.human, status, self.returned = self.message.iter_parts()
        expect(status.get_content_type() in ("message/delivery-status", "message/global-delivery-status"),
               "the second part should be the status", raw.decode())
        self.whole, *recipients = status.get_payload()
        expect(len(recipients) == 1, "one recipient should be in it", raw.decode())
        self.recipient = recipients[0]

    def original(self):
        """The fields of the message that the report is about."""
        if self.returned.get_content_type() == "message/rfc822":
            return self.returned.get_payload(0)
        return email.message_from_string(self.returned.get_content(), policy=email.policy.default)


def about(server, recipient):
    """All reports about a recipient in the mailbox of a server's user."""
    found = []
    for entry in server.inbox(limit=1000):
        raw = server.raw(entry)
        if b"multipart/report" in raw:
            report = Report(raw)
            if report.recipient["Final-Recipient"].split(";")[1].strip() == recipient:
                found.append(report)
    return found


def wait(server, recipient, seconds=30):
    """The one report about a recipient."""
    found = waits.wait(lambda: about(server, recipient),
                       lambda: f"no report about {recipient} came to {server.user} in {seconds} s\n{server.log()[-3000:]}", seconds)
    expect(len(found) == 1, f"{len(found)} reports about {recipient} came to {server.user}, one was expected",
           *(report.message for report in found))
    return found[0]
