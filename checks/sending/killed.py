"""kill -9 and SIGTERM while messages come in and go out: none is lost, and hardly one goes twice."""

import collections
import random
import smtplib
import threading
import time

from internet import expect
from internet.mailhelm import CONNECTIONS, DRAIN_SECONDS
from waits import wait

CLIENTS = 6
KILLS = 4
BETWEEN = 160  # messages accepted between two kills, about


class Load:
    """Clients that send one message after another until told to stop; each notes what was answered 250."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.accepted = []
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,), daemon=True) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        client, count = None, 0
        while not self.ends.is_set():
            count += 1
            subject = f"{self.name}-{number}-{count}"
            try:
                client = client or self.server.login()
                client.sendmail(self.server.user, ["load@elsewhere.test"], self.server.message("load@elsewhere.test", subject))
                self.accepted.append(subject)
            except (OSError, smtplib.SMTPException):
                # Killed, or not there yet; whether the message was taken is not known. The next one has another name.
                client = None
                time.sleep(0.1)

    def stop(self):
        self.ends.set()
        for thread in self.threads:
            thread.join(60)
        return list(self.accepted)


def arrived(world, name):
    """Subject to how often it is there."""
    found = (message["Subject"] for message in world.postfix.mailboxes["load"].messages())
    return collections.Counter(subject for subject in found if subject.startswith(name + "-"))


def empty(server):
    """Whether nothing of the load waits; mail of other parts may, for peers that are gone."""
    return server.queue(limit=1, destination="elsewhere.test")["total"] == 0


def check(world):
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    print(f"sending: killing with seed {seed}", flush=True)
    load, waiting = Load(world.ours, "killed"), []
    for _ in range(KILLS):
        goal, sent = len(load.accepted) + chance.randint(BETWEEN // 2, BETWEEN * 3 // 2), sum(arrived(world, "killed").values())
        wait(lambda: len(load.accepted) >= goal and sum(arrived(world, "killed").values()) > sent,
             lambda: f"not within 60 s: {goal} accepted, and some sent (seed {seed})", 60)
        time.sleep(chance.random() * 0.1)
        world.ours.kill()
        world.postfix.settle()
        waiting.append(len(set(load.accepted) - set(arrived(world, "killed"))))
        world.ours.start()
    accepted = load.stop()
    wait(lambda: empty(world.ours) and not set(accepted) - set(arrived(world, "killed")),
         lambda: f"not within 90 s: all {len(accepted)} there; missing {sorted(set(accepted) - set(arrived(world, 'killed')))[:10]} (seed {seed})", 90)
    world.postfix.settle()
    twice = sum(times - 1 for times in arrived(world, "killed").values())
    expect(twice <= KILLS * CONNECTIONS, f"{twice} messages went twice, {KILLS * CONNECTIONS} may (seed {seed})")
    expect(any(waiting), f"nothing waited at any kill: this checked nothing (seed {seed})")
    print(f"sending: {KILLS} x kill -9 while {len(accepted)} messages were accepted and sent, {waiting} of them waiting at the kills: "
          f"none lost, {twice} twice (at most {KILLS * CONNECTIONS})")


def check_stopped(world):
    load = Load(world.ours, "stopped")
    wait(lambda: len(load.accepted) >= 200 and arrived(world, "stopped"), lambda: "not within 60 s: 200 accepted, and some sent", 60)
    code, seconds = world.ours.stop()
    accepted = load.stop()
    expect(code == 0, f"SIGTERM ended it with {code}", world.ours.log()[-3000:])
    expect(seconds < DRAIN_SECONDS + 2, f"it took {seconds:.1f} s to end, {DRAIN_SECONDS} are allowed", world.ours.log()[-3000:])
    world.postfix.settle()
    left = set(accepted) - set(arrived(world, "stopped"))
    world.ours.start()
    began = time.monotonic()
    wait(lambda: empty(world.ours) and not set(accepted) - set(arrived(world, "stopped")), lambda: f"not within 60 s: all {len(accepted)} there", 60)
    rest = time.monotonic() - began
    world.postfix.settle()
    twice = sum(times - 1 for times in arrived(world, "stopped").values())
    expect(twice == 0, f"{twice} messages went twice after a SIGTERM")
    print(f"sending: SIGTERM under load: ended with 0 after {seconds:.1f} s; of {len(accepted)} messages {len(left)} were left, "
          f"sent {rest:.1f} s after the next start; none twice")
