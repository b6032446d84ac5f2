"""Clients nobody here wrote log in and deliver, and the message is in the inbox."""

import os
import subprocess
import sys

from served import PASSWORD, USER, message

NODEMAILER = "nodemailer@6.9.16"


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def swaks(server, folder, subject):
    for tls, auth in ((["--tls"], "PLAIN"), (["--tls"], "LOGIN"), ([], "LOGIN")):
        run(["swaks", "--server", "127.0.0.1", "--port", str(server.smtp), "--helo", "check.test",
             "--auth", auth, "--auth-user", USER, "--auth-password", PASSWORD, "--from", USER,
             "--to", "test@example.com", "--header", f"Subject: {subject}", *tls])
    return 3


def curl(server, folder, subject):
    path = os.path.join(folder, "curl.eml")
    with open(path, "wb") as f:
        f.write(message(subject))
    for tls in (["--ssl-reqd", "--insecure"], []):
        run(["curl", "--silent", "--show-error", "--noproxy", "*", f"smtp://127.0.0.1:{server.smtp}/check.test",
             "--mail-from", USER, "--mail-rcpt", "test@example.com", "--user", f"{USER}:{PASSWORD}",
             "--upload-file", path, *tls])
    return 2


def smtplib(server, folder, subject):
    for login in (server.login, server.plain_login):
        with login() as client:
            client.sendmail(USER, ["test@example.com"], message(subject))
    return 2


def msmtp(server, folder, subject):
    # STARTTLS with a certificate that signs itself: told to take it. -oi: a lone dot ends nothing.
    run(["msmtp", "--file=/dev/null", "--host=127.0.0.1", f"--port={server.smtp}", "--auth=plain",
         "--domain=check.test", f"--user={USER}", f"--passwordeval=echo {PASSWORD}", "--tls=on",
         "--tls-certcheck=off", f"--from={USER}", "-oi", "test@example.com"],
        input=message(subject, "One.\r\n.\r\nTwo.\r\n").decode().replace("\r\n", "\n"))
    return 1


def nodemailer(server, folder, subject):
    home = os.path.join(folder, "node")
    os.makedirs(home)
    run(["npm", "install", "--prefix", home, "--no-save", "--no-audit", "--no-fund", NODEMAILER])
    script = os.path.join(home, "send.js")
    with open(script, "w") as f:
        f.write("""
const [port, user, pass, subject] = process.argv.slice(2);
const transport = require("nodemailer").createTransport({
  host: "127.0.0.1", port: Number(port), requireTLS: true, name: "check.test",
  tls: {rejectUnauthorized: false}, auth: {user, pass}});
transport.sendMail({from: user, to: "test@example.com", subject, text: "Hello", html: "<p>Hello</p>",
  attachments: [{filename: "a.bin", content: Buffer.alloc(100000, 7)}]})
  .then(() => transport.close(), error => { console.error(error); process.exit(1); });
""")
    run(["node", script, str(server.smtp), USER, PASSWORD, subject])
    return 1


def check(server, folder):
    for client in (swaks, curl, smtplib, msmtp, nodemailer):
        subject = f"from-{client.__name__}"
        sent = client(server, folder, subject)
        found = server.inbox(subject)
        if len(found) != sent or not all(entry["captured"] for entry in found):
            sys.exit(f"{client.__name__} sent {sent} messages, the inbox has {found}")
        print(f"{client.__name__}: {sent} delivered")
