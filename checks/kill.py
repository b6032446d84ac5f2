"""A message is there after kill -9 the moment its 250 arrived."""

import sys

from served import USER, message

ROUNDS = 3


def check(server):
    """Starts the server and leaves it ended."""
    for turn in range(ROUNDS):
        server.start()
        for size in (100, 200_000):
            subject = f"killed-{turn}-{size}"
            client = server.plain_login()
            client.sendmail(USER, ["test@example.com"], message(subject, "x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * (size // 72)))
            server.kill()
            server.start()
            found = server.inbox(subject)
            if len(found) != 1:
                sys.exit(f"{subject}: answered 250, and after kill -9 the inbox has {found}")
            raw = server.api("GET", f"/inbox/{found[0]['id']}/raw")
            if not raw.rstrip().endswith(b"x" if size == 100 and b"y" not in raw else b"y"):
                sys.exit(f"{subject}: the message is not whole after kill -9")
        server.stop()
    print(f"kill -9: {2 * ROUNDS} messages kept")
