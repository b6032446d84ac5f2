"""python3 -m corpus …: runs the cases against a server with the resources of resources.yaml, in a cluster or anywhere."""

import argparse
import sys
from pathlib import Path

from .cases import PLACES, Mistake
from .names import NameServer
from .place import Place
from .runner import run


def main():
    options = argparse.ArgumentParser(prog="corpus", description=__doc__)
    options.add_argument("--place", choices=PLACES, required=True, help="what is written not to run there is left out")
    options.add_argument("--host", required=True, help="of the listeners")
    options.add_argument("--listener", action="append", required=True, metavar="NAME=PORT")
    options.add_argument("--management", required=True, metavar="URL")
    options.add_argument("--mail", required=True, metavar="URL")
    options.add_argument("--token", required=True, type=Path, metavar="FILE", help="the token of the APIs")
    options.add_argument("--authority", default="", metavar="FILE", help="whose certificates the APIs have, where their URLs are https")
    options.add_argument("--names", required=True, metavar="ADDRESS:PORT", help="where to be the name server that the server asks")
    options.add_argument("cases", nargs="*", help="a kind, kind/file.txt or kind/file.txt:line; all when absent")
    given = options.parse_args()
    address, _, port = given.names.rpartition(":")
    names = NameServer(address, int(port))
    listeners = {name: int(number) for name, _, number in (each.partition("=") for each in given.listener)}
    try:
        sys.exit(1 if run(Place(given.place, given.host, listeners, given.management, given.mail, given.token.read_text().strip(),
                                given.authority, names), given.cases) else 0)
    except Mistake as mistake:
        sys.exit(f"corpus: {mistake}")


if __name__ == "__main__":
    main()
