"""The corpus on a laptop: a server of bin/mailhelm on loopback, and the name server that it asks."""

import os
import sys
from pathlib import Path

from served import Served

from .cases import HERE
from .names import NameServer
from .place import Place
from .runner import run


def check(folder, wanted=()):
    """Exits where a case failed; checks/run keeps the folder with the server's log then."""
    names = NameServer()
    resources = os.path.join(folder, "declared")
    os.makedirs(resources)
    text = (HERE / "resources.yaml").read_text().replace("RESOLVER", f"127.0.0.1:{names.port}").replace("CLIENT", "127.0.0.1/32")
    Path(resources, "resources.yaml").write_text(text)
    server = Served(os.path.join(folder, "served"), resources=resources)
    try:
        server.start()
        failed = run(Place("laptop", "127.0.0.1", server.ports["listeners"], f"http://127.0.0.1:{server.ports['management']}",
                           f"http://127.0.0.1:{server.ports['mailApi']}", token(server), "", names), wanted)
    finally:
        server.stop()
        names.close()
    if failed:
        sys.exit(f"corpus: the server's log is {server.log_path}")


def token(server):
    return Path(server.folder, "data", "token").read_text().strip()
