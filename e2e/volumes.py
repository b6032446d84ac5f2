"""A claim that is deleted, a volume that comes back empty: told before the mail goes, and nothing is served where it has gone."""

import json
import os

from client import HOST, accepted, call, server_pods, swaks
from cluster import MAIL, every, get, gone, kubectl, secret, until_condition
from crashes import POD, patched
from retained import of, send
from steps import Watch, check, say, until

CLAIM = f"data-{POD}"
SET = "statefulset/example-com-smtp"
RUN = f"volumes {os.getpid()}"


def store():
    """Which store the server has."""
    return call("/config")["store"]


def known():
    """The id of the store, once the config says that the pod had mail in it."""
    found = until("the server says that it had mail", lambda: store()["hadMail"] and store())["id"]
    until("the config names the store", lambda: found in secret("example-com-config-index", "index"), 120)
    return found


def warned(reason):
    return [each["message"] for each in every("events") if each.get("reason") == reason and each["type"] == "Warning"
            and each["involvedObject"]["kind"] == "MailDomain"]


def current_pod():
    return [pod["metadata"]["uid"] for pod in server_pods()]


def claim_deleted(issuer):
    """The claim stays while its pod runs, and the pod as it is; the commands of docs/backup.md keep the mail."""
    send("alice@example.com", f"{RUN} to be kept")
    before, identity, pod = of("alice@example.com"), known(), current_pod()
    claim = get("pvc", CLAIM)
    volume = claim["spec"]["volumeName"]
    requests = get("maildomain", "example-com")["spec"]["server"].get("resources", {}).get("requests")
    watch = Watch()
    kubectl("delete", "pvc", CLAIM, "--wait=false")
    told = until_condition("maildomain", "example-com", "StorageReady", "False", "ClaimBeingDeleted")
    seen = watch.seconds()
    check(f"kubectl patch pv {volume}" in told["message"], f"not a word of how to keep it: {told['message']}")
    until_condition("maildomain", "example-com", "Stalled", "True", "ClaimBeingDeleted")
    until_condition("maildomain", "example-com", "Ready")
    check(warned("ClaimBeingDeleted"), "no Event tells of it")
    patched({"resources": {"requests": {"cpu": "150m", "memory": "400Mi"}}})
    until_condition("maildomain", "example-com", "Ready")
    send("alice@example.com", f"{RUN} meanwhile")
    check(current_pod() == pod, "the operator ended the pod, and the mail with it")
    patched({"resources": {"requests": requests}})
    say(f"a claim deleted: told after {seen:.1f} s, a change of the pod is held back: {told['message'][:160]}")
    watch = Watch()
    kubectl("patch", "pv", volume, "-p", json.dumps({"spec": {"persistentVolumeReclaimPolicy": "Retain"}}))
    kubectl("annotate", "maildomain", "example-com", "mailhelm.io/pause=true")
    kubectl("scale", SET, "--replicas=0")
    until("the claim goes with its pod", lambda: gone("pod", POD)() and gone("pvc", CLAIM)(), 400)
    kubectl("patch", "pv", volume, "--type=json", "-p", json.dumps(
        [{"op": "remove", "path": f"/spec/claimRef/{field}"} for field in ("uid", "resourceVersion")]))
    kubectl("scale", SET, "--replicas=1")
    kubectl("annotate", "maildomain", "example-com", "mailhelm.io/pause-")
    until_condition("maildomain", "example-com", "StorageReady", seconds=200)
    until_condition("maildomain", "example-com", "Ready", seconds=200)
    there = get("pvc", CLAIM)
    check(there["metadata"]["uid"] != claim["metadata"]["uid"] and there["spec"]["volumeName"] == volume,
          f"the new claim has the volume {there['spec'].get('volumeName')}, not {volume}")
    check(store()["id"] == identity, "it is another store")
    now = of("alice@example.com")
    check(now == sorted([*before, f"{RUN} meanwhile"]), f"{before} was there before, and now {now}")
    say(f"its volume kept, and given to the claim that came after it: Ready with all {len(now)} messages after {watch}")


def came_back_empty(issuer):
    """No mail is taken until the loss of that one store is accepted."""
    lost, volume = known(), get("pvc", CLAIM)["spec"]["volumeName"]
    watch = Watch()
    kubectl("delete", "pvc", CLAIM, "--wait=false")
    kubectl("delete", "pod", POD, "--wait=false")
    told = until_condition("maildomain", "example-com", "ServerReady", "False", "EmptyVolume", seconds=400)
    seen = watch.seconds()
    accept = f"kubectl -n {MAIL} annotate maildomain example-com --overwrite mailhelm.io/accept-empty-volume={lost}"
    check(accept in told["message"], f"not a word of {accept}: {told['message']}")
    until_condition("maildomain", "example-com", "Stalled", "True", "EmptyVolume")
    said = swaks(f"--server {HOST} --to alice@example.com --from someone@sender.example --body Hello", check=False)
    check(not accepted(said), f"mail was taken all the same:\n{said}")
    say(f"a volume that came back empty: EmptyVolume after {seen:.1f} s, no mail is taken: {told['message'][:200]}")
    watch = Watch()
    kubectl(*accept.split()[1:])
    # What is accepted counts at the next start; the node would wait up to five minutes with that.
    until("the config says that it is given up", lambda: '"givenUp":true' in secret("example-com-config-index", "index"))
    kubectl("delete", "pod", POD, "--wait=false")
    until_condition("maildomain", "example-com", "Ready", seconds=200)
    until_condition("maildomain", "example-com", "Stalled", "False")
    check(store()["id"] != lost, "it is the store that was lost")
    check(of("alice@example.com") == [], "there is mail on an empty volume")
    send("alice@example.com", f"{RUN} afterwards")
    check(known() != lost, "the config still names the store that was lost")
    kubectl("annotate", "maildomain", "example-com", "mailhelm.io/accept-empty-volume-")
    kubectl("delete", "pv", volume, "--ignore-not-found", "--wait=false")
    say(f"its loss accepted: Ready with an empty volume after {watch}, and the new store is the one that is looked for")


SCENARIOS = [claim_deleted, came_back_empty]
