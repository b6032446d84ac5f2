"""OpenSMTPD as the MX of second.test: a peer that offers STARTTLS and then fails in the handshake.

That is Debian 12's own fault, not ours: its 6.8 does not work with OpenSSL 3 (OpenSMTPD's issues 1171 and 1239).

Debian lets it and Postfix not be installed together: its package is unpacked, and shown where it looks for its parts.
"""

import glob
import os
import subprocess
import sys

from internet import certificate
from internet.maildir import Maildir
from internet.network import HOSTS, add_user, overlay, run
from internet.ports import wait_for

CACHE = os.path.join(
    os.environ.get("MAILHELM_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "mailhelm"),
    "debs")

CONFIG = """
pki mx.second.test cert "{folder}/certificate.pem"
pki mx.second.test key "{folder}/key.pem"
table users {{ "@" = "keeper" }}
listen on {address} port 25 tls pki mx.second.test hostname mx.second.test
action "keep" maildir "{folder}/mail" virtual <users>
match from any for domain "second.test" action "keep"
"""


def package():
    """The package's file; downloaded where the cache has none. Before the network is gone."""
    os.makedirs(CACHE, exist_ok=True)
    if not glob.glob(os.path.join(CACHE, "opensmtpd_*.deb")):
        done = subprocess.run(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", "opensmtpd"],
                              cwd=CACHE, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"sending: OpenSMTPD's package cannot be downloaded; run apt-get update first:\n{done.stderr.strip()}")
    return sorted(glob.glob(os.path.join(CACHE, "opensmtpd_*.deb")))[-1]


class OpenSmtpd:
    def __init__(self, folder, memory):
        self.folder = folder
        mail = os.path.join(folder, "mail")
        os.makedirs(mail)
        unpacked = os.path.join(folder, "package")
        run("dpkg-deb", "-x", package(), unpacked)
        self.program = os.path.join(unpacked, "usr/sbin/smtpd")
        missing = [line.split()[0] for line in run("ldd", self.program).splitlines() if "not found" in line]
        if missing:
            sys.exit(f"sending: OpenSMTPD needs {', '.join(missing)}: apt-get install libevent-2.1-7 libdb5.3")
        os.makedirs("/var/lib/opensmtpd/empty", 0o755)
        overlay(memory, "/usr/libexec", os.path.join(unpacked, "usr/libexec"))
        for name, number in (("opensmtpd", 64101), ("opensmtpq", 64102), ("keeper", 64103)):
            add_user(name, number, mail if name == "keeper" else "/var/lib/opensmtpd/empty")
        os.chown(mail, 64103, 64103)
        self.mailbox = Maildir(mail)
        key = os.path.join(folder, "key.pem")
        certificate.make("mx.second.test", os.path.join(folder, "certificate.pem"), key)
        os.chmod(key, 0o600)
        self.config = os.path.join(folder, "smtpd.conf")
        with open(self.config, "w") as f:
            f.write(CONFIG.format(folder=folder, address=HOSTS["second"]))
        os.chmod(self.config, 0o600)

    def start(self):
        log = os.path.join(self.folder, "log")
        with open(log, "ab") as f:
            self.process = subprocess.Popen([self.program, "-d", "-f", self.config], stdin=subprocess.DEVNULL, stdout=f, stderr=f)
        wait_for(HOSTS["second"], 25, "OpenSMTPD", log)
        return self
