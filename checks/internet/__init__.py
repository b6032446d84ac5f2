"""A small internet for checks: a network, a name server and foreign mail servers, in namespaces that end with the check."""

import os
import subprocess
import sys

NAMESPACES = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def require(check):
    """Says in a sentence what a machine lacks for namespaces."""
    if os.geteuid() != 0:
        sys.exit(f"{check}: wants root, for a network namespace with port 25 and a name server of its own")
    tried = subprocess.run([*NAMESPACES, "true"], capture_output=True, text=True)
    if tried.returncode != 0:
        sys.exit(f"{check}: this machine gives no network, mount and process namespaces: {tried.stderr.strip()}")


def enter(check, folder, part=None):
    """Runs python3 -m CHECK FOLDER [PART] inside; whatever was started ends with the process namespace."""
    require(check)
    os.makedirs(folder)
    # Servers that drop their privileges read and write below it.
    for path in (os.path.dirname(folder), folder):
        os.chmod(path, 0o755)
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run([*NAMESPACES, sys.executable, "-m", check, folder, *([part] if part else [])], cwd=here)
    if done.returncode != 0:
        sys.exit(f"{check} failed; logs are in {folder}")


def run_parts(check, parts, make_world):
    """What runs inside: the parts that are named, or all of them, in one world; then its logs are looked through."""
    folder, *named = sys.argv[1:]
    if unknown := [part for part in named if part not in parts]:
        sys.exit(f"{check} has no part {unknown[0]}; it has {', '.join(parts)}")
    world = make_world(folder)
    for part in named or parts:
        parts[part](world)
    for server in world.servers:
        expect(not server.errors(), f"the log of {server.domain} should have no errors", *server.errors()[:20])


def expect(holds, sentence, *shown):
    """Ends the check with a sentence, and what was seen instead."""
    if not holds:
        raise SystemExit("\n".join([sentence, *(str(thing) for thing in shown)]))
