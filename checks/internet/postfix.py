"""Postfix as the MX of elsewhere.test, with OpenDKIM as the one who verifies signatures there."""

import os
import smtplib
import subprocess

from waits import wait

from . import certificate
from .maildir import Maildir
from .network import HOSTS, NAMES, run
from .ports import wait_for

USERS = ("someone", "other", "late", "load", "gone")
DOMAINS = ("elsewhere.test", "relayed.test", "fallback.test", "mx-less.test")
NOBODY = 65534

MAIN = """
compatibility_level = 3.6
myhostname = mx.elsewhere.test
mydestination =
mynetworks =
inet_interfaces = {address}
inet_protocols = ipv4
smtp_bind_address = {address}
smtp_tls_security_level = may
queue_directory = {spool}
data_directory = {data}
maillog_file = {folder}/log
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{{mailboxes}}}
# Taken, and then refused: its bounce comes later, as a message.
transport_maps = inline:{{{{gone@elsewhere.test = refusing:}}}}
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/certificate.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_received_header = yes
smtpd_tls_loglevel = 1
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_client_connection_count_limit = 0
smtpd_milters = inet:127.0.0.1:8891
milter_default_action = tempfail
biff = no
"""

MASTER = """
smtp      inet  n       -       n       -       -       smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
virtual   unix  -       n       n       -       -       virtual
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
refusing  unix  -       n       n       -       -       pipe flags= user=nobody argv={folder}/refusing
postlog   unix-dgram n  -       n       -       1       postlogd
"""

OPENDKIM = """
Mode v
Socket inet:8891@127.0.0.1
AuthservID mx.elsewhere.test
Nameservers {names}
AlwaysAddARHeader yes
Syslog no
UserID nobody
"""


class Postfix:
    def __init__(self, folder):
        self.folder = folder
        self.config = os.path.join(folder, "config")
        mail = os.path.join(folder, "mail")
        os.makedirs(self.config)
        os.makedirs(mail)
        os.chown(mail, NOBODY, NOBODY)
        self.mailboxes = {user: Maildir(os.path.join(mail, user)) for user in USERS}
        certificate.make("mx.elsewhere.test", os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem"))
        spool, data = "/var/spool/postfix", os.path.join(folder, "data")
        os.makedirs(spool)
        os.makedirs(data)
        run("chown", "postfix", data)
        mailboxes = ", ".join(f"{{{user}@{domain} = {user}/}}" for user in USERS for domain in DOMAINS)
        self.write("main.cf", MAIN.format(folder=folder, spool=spool, data=data, address=HOSTS["elsewhere"],
                                          domains=" ".join(DOMAINS), mailboxes=mailboxes, nobody=NOBODY))
        self.write("master.cf", MASTER.format(folder=folder))
        refusing = os.path.join(folder, "refusing")
        with open(refusing, "w") as f:
            f.write("#!/bin/sh\ncat >/dev/null\necho 'the mailbox was closed'\nexit 67\n")  # EX_NOUSER
        os.chmod(refusing, 0o755)
        self.write("opendkim.conf", OPENDKIM.format(names=NAMES))
        with open(os.path.join(folder, "opendkim.log"), "ab") as log:
            self.verifier = subprocess.Popen(["opendkim", "-f", "-x", os.path.join(self.config, "opendkim.conf")], stdout=log, stderr=log)
        wait_for("127.0.0.1", 8891, "OpenDKIM", os.path.join(folder, "opendkim.log"))

    def write(self, name, text):
        with open(os.path.join(self.config, name), "w") as f:
            f.write(text)

    def start(self):
        run("postfix", "-c", self.config, "start")
        wait_for(HOSTS["elsewhere"], 25, "Postfix", os.path.join(self.folder, "log"))
        return self

    def stop(self):
        """Returns when nobody listens; mail it took stays in its queue."""
        run("postfix", "-c", self.config, "stop")

    def give(self, sender, recipient, message):
        """Hands it a message as a stranger does."""
        with smtplib.SMTP(HOSTS["elsewhere"], 25, local_hostname="stranger.test", timeout=30) as client:
            client.sendmail(sender, [recipient], message)

    def settle(self):
        """Returns when everything it took is in a mailbox."""
        wait(lambda: not any(files for queue in ("active", "incoming") for _, _, files in os.walk(f"/var/spool/postfix/{queue}")),
             lambda: "Postfix has not delivered what it took within 60 s", 60)
