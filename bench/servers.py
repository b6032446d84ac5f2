"""The servers that are compared, each started on a loopback port with its files in a folder of its own."""

import glob
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tools"))
from started import MAILHELM, Started, serve

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def banner(port):
    """The greeting's code, or None where nobody listens yet."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            return client.recv(512)[:3] or None
    except OSError:
        return None


def descendants(root):
    """The process and everything below it."""
    children = {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat) as f:
                pid, rest = f.read().split(" (", 1)
            children.setdefault(int(rest.rsplit(") ", 1)[1].split()[1]), []).append(int(pid))
        except OSError:
            continue  # it ended
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo.extend(children.get(pid, []))
    return found


class Server:
    """One server under load. Subclasses say how it starts."""

    name = ""

    def __init__(self, folder):
        self.folder = os.path.join(folder, self.name.replace(" ", "-"))
        self.port = free_port()
        self.pid = None

    def command(self):
        raise NotImplementedError

    def start(self):
        """How many seconds it took until its banner was there."""
        os.makedirs(self.folder, exist_ok=True)
        self.started = Started(self.name, self.folder, self.command(), cwd=ROOT)
        return self.await_banner()

    def await_banner(self):
        self.pid = self.started.process.pid
        self.started.wait_until(lambda: banner(self.port) == b"220")
        return time.monotonic() - self.started.begun

    def empty(self):
        """Throws away what it keeps."""

    def stop(self):
        self.started.stop()

    def cpu_seconds(self):
        """User and system time so far, of all its processes and those that ended."""
        ticks = 0
        for pid in descendants(self.pid):
            try:
                with open(f"/proc/{pid}/stat") as f:
                    fields = f.read().rsplit(") ", 1)[1].split()
                ticks += sum(int(field) for field in fields[11:15])
            except OSError:
                continue
        return ticks / TICKS

    def rss_mib(self):
        with open(f"/proc/{self.pid}/status") as f:
            for line in f:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return 0.0


class Mailhelm(Server):
    """Ours, durable, with the flags its users get. MAILHELM names another command."""

    name = "mailhelm"

    resources = "folder"

    def declare(self, resources):
        """Writes what is served."""
        shutil.copytree(os.path.join(HERE, self.resources), resources, dirs_exist_ok=True)

    def start(self):
        self.declare(os.path.join(self.folder, "resources"))
        program = os.environ.get("MAILHELM", MAILHELM).split()
        self.started, ports = serve(self.name, self.folder, "--dev", "--any-port", before=program, pause=0.002, cwd=ROOT)
        # Its ports are known when all of it is ready: the banner may have been there before.
        self.port, self.management, self.probes = ports["listeners"]["smtp"], ports["management"], ports["probes"]
        return self.await_banner()

    def empty(self):
        """Deletes the mail of the last load: a disk is not what is measured."""
        url = f"http://127.0.0.1:{self.management}/inbox"
        urllib.request.urlopen(urllib.request.Request(url, method="DELETE"), timeout=600).close()


class Sink(Server):
    """smtp-sink: keeps nothing, one process, no threads."""

    name = "smtp-sink"

    def command(self):
        return ["smtp-sink", "-u", "nobody", f"inet:127.0.0.1:{self.port}", "2048"]


class SubEtha(Server):
    """SubEtha SMTP, a Java server as a library, discarding everything."""

    name = "SubEtha"

    def command(self):
        java_home = subprocess.check_output(
            [MAILHELM, "--print-java-home"], text=True
        ).strip()
        repository = os.environ.get("MAVEN_REPOSITORY", os.path.expanduser("~/.m2/repository"))
        jars = []
        for artefact in ("subethasmtp-7*", "slf4j-api-2*", "guava-mini-*", "jakarta.mail-api-*"):
            jars += glob.glob(f"{repository}/**/{artefact}.jar", recursive=True)
        if not any("subethasmtp" in jar for jar in jars):
            raise SystemExit("SubEtha SMTP is not in the Maven repository: run 'make test' once")
        return [
            os.path.join(java_home, "bin", "java"), "-cp", ":".join(sorted(jars)),
            os.path.join(HERE, "SubEthaSink.java"), str(self.port),
        ]


class Postfix(Server):
    """Postfix with its own queue, on loopback, asking no name server; mail it accepts is put on hold."""

    name = "Postfix"

    MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
local     unix  - n n - - local
anvil     unix  - - n - 1 anvil
postlog   unix-dgram n - n - 1 postlogd
"""

    MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
myhostname = postfix.bench.test
mydestination = bench.test
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtp_dns_support_level = disabled
local_recipient_maps =
alias_maps =
message_size_limit = 52428800
mailbox_size_limit = 0
smtpd_client_restrictions = check_client_access static:HOLD
"""

    def start(self):
        config = os.path.join(self.folder, "config")
        data = os.path.join(self.folder, "data")
        os.makedirs(config, exist_ok=True)
        os.makedirs(data, exist_ok=True)
        os.makedirs(os.path.join(self.folder, "queue"), exist_ok=True)
        # Its daemons run as the user postfix and must reach their folders.
        for folder in (os.path.dirname(self.folder), self.folder):
            os.chmod(folder, 0o755)
        shutil.chown(data, "postfix")
        with open(os.path.join(config, "main.cf"), "w") as f:
            f.write(self.MAIN.format(folder=self.folder))
        with open(os.path.join(config, "master.cf"), "w") as f:
            f.write(self.MASTER.format(port=self.port))
        self.config = config
        begun = time.monotonic()
        self.run("postfix", "-c", config, "start")
        with open(os.path.join(self.folder, "queue/pid/master.pid")) as f:
            self.pid = int(f.read())
        while banner(self.port) != b"220":
            if time.monotonic() - begun > 30:
                raise SystemExit(f"Postfix did not start, see {self.folder}/maillog")
            time.sleep(0.01)
        return time.monotonic() - begun

    @staticmethod
    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def empty(self):
        self.run("postsuper", "-c", self.config, "-d", "ALL")

    def settings(self):
        return self.run("postconf", "-c", self.config, "-n")

    def stop(self):
        self.run("postfix", "-c", self.config, "stop")
