"""A small internet: one bridge, an address for every server, and folders of the system that only we see changed."""

import os
import subprocess
import sys

NETWORK = "198.51.100.0/24"  # RFC 5737
NAMES = "198.51.100.53"
SECOND_NAMES = "198.51.100.54"
HOSTS = {
    "ours": "198.51.100.1",  # a network of its own, as for a machine of its own
    "third": "198.51.100.4",  # the same
    "elsewhere": "198.51.100.2",
    "second": "198.51.100.3",
    "silent": "198.51.100.5",  # nobody there
}
# Of the peers that behave badly, by what they do it at.
RUDE = {"greeting": "198.51.100.11", "rcpt": "198.51.100.12", "data": "198.51.100.13", "dot": "198.51.100.14"}
# Of those that have manners of their own (sending/odd.py).
ODD = {name: f"198.51.100.{20 + number}" for number, name in enumerate((
    "listed", "spf", "helo", "relaying", "qmail", "content", "bare", "grey", "many", "nobody", "chunks", "seven", "eight", "enough",
    "prompts", "noplain", "scram"))}
APART = ("ours", "third")
# Opened for the time of the check only; everything written there is in memory.
OVERLAID = ("/etc", "/var/lib")
REPLACED = ("/run", "/var/spool")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def build(memory):
    """In namespaces of our own only: network, mounts and processes."""
    files(memory)
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "internet", "type", "bridge")
    run("ip", "link", "set", "internet", "up")
    for address in (NAMES, SECOND_NAMES, *(HOSTS[host] for host in HOSTS if host not in APART), *RUDE.values(), *ODD.values()):
        run("ip", "address", "add", f"{address}/24", "dev", "internet")
    for host in APART:
        run("ip", "netns", "add", host)
        run("ip", "link", "add", f"to-{host}", "master", "internet", "type", "veth", "peer", "eth0", "netns", host)
        run("ip", "link", "set", f"to-{host}", "up")
        within(host, "ip", "link", "set", "lo", "up")
        within(host, "ip", "address", "add", f"{HOSTS[host]}/24", "dev", "eth0")
        within(host, "ip", "link", "set", "eth0", "up")


def within(host, *command):
    return run("ip", "netns", "exec", host, *command)


def files(memory):
    os.makedirs(memory)
    run("mount", "-t", "tmpfs", "-o", "mode=755", "mailhelm-check", memory)
    for path in OVERLAID:
        overlay(memory, path)
    for path in REPLACED:
        run("mount", "-t", "tmpfs", "-o", "mode=755", "mailhelm-check", path)
    for path in ("/etc/resolv.conf", "/etc/hosts"):
        if os.path.lexists(path):
            os.remove(path)  # often a link to elsewhere
    with open("/etc/resolv.conf", "w") as f:
        f.write(f"nameserver {NAMES}\n")
    with open("/etc/hosts", "w") as f:
        f.write("127.0.0.1 localhost\n")


def overlay(memory, path, *below):
    """Makes path writable for us alone; what is below shows through where path has nothing."""
    name = path.strip("/").replace("/", "-")
    upper, work = os.path.join(memory, name), os.path.join(memory, f"{name}-work")
    os.makedirs(upper, 0o755)
    os.makedirs(work)
    run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir={':'.join([path, *below])},upperdir={upper},workdir={work}", path)


def add_user(name, number, home="/nonexistent"):
    """A system user that exists in this check only."""
    with open("/etc/passwd", "a") as f:
        f.write(f"{name}:x:{number}:{number}::{home}:/usr/sbin/nologin\n")
    with open("/etc/group", "a") as f:
        f.write(f"{name}:x:{number}:\n")
