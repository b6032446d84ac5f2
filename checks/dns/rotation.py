"""Signing keys come and go while mail is sent all along: what is signed passes at Postfix's OpenDKIM when it arrives."""

import re
import threading
import time

from internet import expect
from waits import wait

from .report import printed
from .world import ROTATE_SECONDS, TURNING

RECIPIENT = "load@elsewhere.test"
PAUSE = 0.2


class Stream:
    """A client that sends one message after another until it is told to stop."""

    def __init__(self, server):
        self.server, self.sent = server, 0
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        with self.server.login() as client:
            while not self.ends.wait(PAUSE):
                self.sent += 1
                message = self.server.message(RECIPIENT, f"stream-{self.sent:05}")
                client.sendmail(self.server.user, [RECIPIENT], message)

    def stop(self):
        self.ends.set()
        self.thread.join(30)
        return self.sent


def check(world):
    """On a zone that has everything but the keys."""
    others = [line for line in printed(world.turning) if "._domainkey." not in line]
    world.publish(TURNING, others)
    world.turning.wait_for_keys("Pending", "Pending")
    stream = Stream(world.turning)
    arrivals(world, 5)
    expect(not any(signed(message) for message in messages(world)), "nothing should be signed before its key is published")

    world.publish(TURNING, [*others, *world.turning.records()], world.names)
    seen = len(messages(world))
    time.sleep(5)  # five looks
    arrivals(world, seen + 5)
    world.turning.wait_for_keys("Pending", "Pending", seconds=1)
    expect(not any(signed(message) for message in messages(world)), "nothing should be signed while one of two name servers lacks the keys")
    print("dns: unsigned while no name server has the keys, and while one of two has them")

    first = world.turning.keys()
    world.publish(TURNING, [*others, *world.turning.records()])
    world.turning.wait_for_keys("Active", "Active")
    began = time.monotonic()
    wait(lambda: any(signed(message) for message in messages(world)), lambda: "nothing is signed though the keys are active")

    world.turning.wait_for_keys("Active", "Active", "Pending", "Pending", seconds=ROTATE_SECONDS + 30)
    expect(time.monotonic() - began > ROTATE_SECONDS / 2, "the next keys came too early")
    time.sleep(3)  # and nobody publishes them: the first go on
    expect(active(world) == {selector for selector, _, _ in first}, "the first keys should sign on", world.turning.keys())
    world.publish(TURNING, [*others, *world.turning.records()])
    wait(lambda: active(world) and not active(world) & {selector for selector, _, _ in first},
         lambda: f"the next keys do not become active: {world.turning.keys()}\n{world.turning.log()[-3000:]}", 30)
    wait(lambda: not {selector for selector, _, _ in first} & {selector for selector, _, _ in world.turning.keys()},
         lambda: f"the first keys do not go: {world.turning.keys()}", 60)
    world.publish(TURNING, [*others, *world.turning.records()])
    arrivals(world, len(messages(world)) + 10)
    sent = stream.stop()
    wait(lambda: len(messages(world)) == sent, lambda: f"{len(messages(world))} of {sent} messages arrived")
    judge(world)


def judge(world):
    """Every message is unsigned before the first that is signed, and passes with both keys from there on."""
    ordered = sorted(messages(world), key=lambda message: message["Subject"])
    unsigned = 0
    while not signed(ordered[unsigned]):
        unsigned += 1
    used = set()
    for message in ordered[unsigned:]:
        found = verdicts(message)
        expect(sorted(found) == [("ed25519-sha256", "pass"), ("rsa-sha256", "pass")], "OpenDKIM should pass both signatures of every message",
               message["Subject"], message.get_all("Authentication-Results"), message.get_all("DKIM-Signature"), world.turning.log()[-3000:])
        used |= {re.search(r"\bs=([\w-]+)", signature).group(1) for signature in message.get_all("DKIM-Signature")}
    expect(len(used) >= 4, "two pairs of keys should have signed", used)
    print(f"dns: {len(ordered)} messages while keys changed: {unsigned} unsigned before the first key was seen, then {len(ordered) - unsigned} "
          f"signed with {', '.join(sorted(used))}, each passed by OpenDKIM as it arrived")


def messages(world):
    return [message for message in world.postfix.mailboxes["load"].messages() if message["Subject"].startswith("stream-")]


def arrivals(world, count):
    wait(lambda: len(messages(world)) >= count, lambda: f"{count} messages should have come, {len(messages(world))} did\n{world.turning.log()[-3000:]}", 60)


def signed(message):
    return message["DKIM-Signature"] is not None


def verdicts(message):
    """Algorithm and verdict of each signature, from the verifier's Authentication-Results without its comments."""
    results = re.sub(r"\([^)]*\)|\s+", " ", " ".join(message.get_all("Authentication-Results", [])))
    return [(algorithm, verdict) for verdict, algorithm in
            re.findall(rf"dkim=(\w+)[^;]* header\.d={re.escape(TURNING)} [^;]*header\.a=([\w-]+)", results)]


def active(world):
    return {selector for selector, stage, _ in world.turning.keys() if stage == "Active"}
