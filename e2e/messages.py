"""A message in, and read back."""

import json
import os

from client import HOST, accepted, call, shell, swaks, until_read
from cluster import kubectl, run
from steps import Watch, check, say, until

TLS = "--tls --tls-verify --tls-ca-path /issuer/ca.crt --tls-sni mail.example.com"


# Apart from those of an earlier run on the same servers.
RUN = f"run {os.getpid()}"


def from_outside(issuer):
    watch = Watch()
    said = swaks(f"--server {HOST} --to sales@example.com --from someone@sender.example --header 'Subject: from outside, {RUN}' --body Hello")
    check(accepted(said), f"swaks was not answered 250:\n{said}")
    entry = until_read(f"from outside, {RUN}")
    raw = shell(f'curl -sS --cacert /api/ca.crt -H "Authorization: Bearer $(< /api/token)" '
                f"https://example-com-api.mail.svc:3001/inbox/{entry['id']}/raw")
    check(entry["user"] == "alice@example.com" and "\r\n\r\nHello" in raw.replace("\n", "\r\n").replace("\r\r", "\r"),
          f"not what was sent: {entry} {raw}")
    say(f"swaks to port 25, read back over the management API (HTTPS, the authority from its Secret): {watch}")


def strangers_do_not_relay(issuer):
    said = swaks(f"--server {HOST} --to someone@elsewhere.example --from someone@sender.example", check=False)
    check("550 5.7" in said, f"a stranger's mail to elsewhere was not refused with 550:\n{said}")
    said = swaks(f"--server {HOST}:587 --to alice@example.com --from alice@example.com", check=False)
    check("530" in said, f"port 587 took mail without a login:\n{said}")
    say("a stranger cannot relay on port 25, and port 587 wants a login")


def submission(issuer):
    """With the Secret that the operator made, mounted as a volume."""
    watch = Watch()
    said = swaks("--server $(cat /alice/host) --port 587 --tls --auth PLAIN --auth-user $(cat /alice/username) "
                 "--auth-password $(cat /alice/password) --from alice@example.com --to noreply@example.com "
                 f"--header 'Subject: by submission, {RUN}' --body Hello")
    check("<~  235" in said and accepted(said), f"submission was not accepted:\n{said}")
    entry = until_read(f"by submission, {RUN}")
    check(entry["user"] == "noreply@example.com", f"it went to {entry['user']}")
    say(f"submission on 587 with STARTTLS and the mounted Secret alice-smtp: {watch}")


def by_mail_api(issuer):
    password = "$(cat /alice/password)"
    said = shell(f"""exec curl -sS --max-time 20 --cacert /api/ca.crt -u "alice@example.com:{password}" \
        -H 'Content-Type: application/json' -w ' %{{http_code}}' https://example-com-api.mail.svc:3000/api/email/send \
        -d '{{"from": "alice@example.com", "to": "noreply@example.com", "subject": "by mail API, {RUN}", "text": "Hello"}}'""")
    check(said.endswith(" 202"), f"the mail API answered {said}")
    until_read(f"by mail API, {RUN}")
    say("POST /api/email/send on 3000 with the user's own password: 202, and in the inbox")


def policy_at_work(issuer):
    """The shop's policy lets it log in from 10.0.0.0/8 alone, until the address of this cluster's pods is written there."""
    login = ("--server $SHOP_HOST --port 587 --tls --auth PLAIN --auth-user $SHOP_USERNAME --auth-password $SHOP_PASSWORD "
             f"--from orders@example.com --to alice@example.com --header 'Subject: by the shop, {RUN}'")
    address = json.loads(kubectl("get", "pod", "client", "-o", "json"))["status"]["podIP"]
    if not address.startswith("10."):
        said = swaks(login, check=False)
        check("<~* 535" in said, f"a login from outside allowedClients was not refused:\n{said}")
    watch = Watch()
    length = 128 if ":" in address else 32
    kubectl("patch", "sendpolicy", "applications", "--type=merge", "-p",
            json.dumps({"spec": {"allowedClients": [f"{address}/{length}"]}}))
    until("the changed policy lets the shop log in", lambda: accepted(swaks(login, check=False)), seconds=20, pause=0.5)
    until_read(f"by the shop, {RUN}")
    say(f"a login refused by the policy's allowedClients works {watch} after the policy was changed; any sender of the domain")


SCENARIOS = [from_outside, strangers_do_not_relay, submission, by_mail_api, policy_at_work]
