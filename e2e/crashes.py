"""Server pods that die or are replaced under load: what was acknowledged is there afterwards."""

import json

from client import Load, Talk, server_pods
from cluster import get, kubectl, until_condition, wait
from steps import Watch, check, say, until
from users import restarts

POD = "example-com-smtp-0"


def serves():
    """Whether the pod is ready, and which one it is."""
    pod = get("pod", POD)
    if not pod or pod["metadata"].get("deletionTimestamp"):
        return None
    ready = any(each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", []))
    return (pod["metadata"]["uid"], restarts(pod)) if ready else None


def under_load(name, harm, seconds):
    """Runs harm while mail comes in; until the pod is another one, ready, and has taken more."""
    before = serves()
    load = Load(name)
    load.until_acknowledged(200)
    watch = Watch()
    harm()
    until("the server is back", lambda: serves() not in (None, before), seconds)
    back = watch.seconds()
    load.until_acknowledged(200)
    load.end()
    acknowledged, twice, unsure = load.must_all_be_there()
    return (f"{acknowledged} messages acknowledged and all there ({len(load.cut)} cut off, {unsure} of them kept all the same, "
            f"{twice} twice); ready again after {back:.1f} s")


def crashed(issuer):
    """The JVM ends at once on a SIGSEGV: no shutdown, nothing flushed. Process 1 cannot be sent SIGKILL from within."""
    said = under_load("crash", lambda: kubectl("exec", POD, "-c", "smtp-server", "--", "/bin/sh", "-c", "kill -s SEGV 1", check=False), 90)
    say(f"the server process crashed under load: {said}")


def deleted_by_force(issuer):
    said = under_load("force", lambda: kubectl("delete", "pod", POD, "--force", "--grace-period=0", check=False), 90)
    say(f"the pod deleted by force under load: {said}")


def rolled(issuer):
    """A changed pod shape. Connections without a transaction are told to go (421), and mail comes in again."""
    idle = Talk(port=25, mode="plain")
    idle.must("EHLO client.example", "250")
    shape = json.dumps({"spec": {"server": {"resources": {"requests": {"cpu": "200m", "memory": "448Mi"}}}}})
    said = under_load("roll", lambda: kubectl("patch", "maildomain", "example-com", "--type=merge", "-p", shape), 200)
    farewell = idle.ask("NOOP")
    check(farewell.startswith("421"), f"an idle connection was not told 421, but {farewell}")
    until_condition("maildomain", "example-com", "Ready")
    request = get("pod", POD)["spec"]["containers"][0]["resources"]["requests"]["memory"]
    check(request == "448Mi", f"the pod asks for {request} of memory")
    say(f"a rolling restart by changed resources under load: {said}; an idle connection was told 421")


def patched(server):
    kubectl("patch", "maildomain", "example-com", "--type=merge", "-p", json.dumps({"spec": {"server": server}}))


def image_that_is_not_there(issuer):
    """The node's own word in the condition, Stalled once it does not mend itself, and the right image mends it."""
    repository = get("pod", POD)["spec"]["containers"][0]["image"].split("@")[0].rsplit(":", 1)[0]
    watch = Watch()
    patched({"image": f"{repository}:not-there"})
    said = until_condition("maildomain", "example-com", "ServerReady", "False", "ImagePullBackOff", seconds=200)
    check("not-there" in said["message"] and "was ended first" in said["message"], f"it says only: {said['message']}")
    seen = watch.seconds()
    until_condition("maildomain", "example-com", "Stalled", "True", "ImagePullBackOff", seconds=300)
    stalled, watch = watch.seconds(), Watch()
    patched({"image": None})
    until_condition("maildomain", "example-com", "Ready", seconds=200)
    until_condition("maildomain", "example-com", "Stalled", "False")
    say(f"an image that is not there: ImagePullBackOff in ServerReady after {seen:.1f} s, Stalled after {stalled:.0f} s, Ready {watch} after "
        f"the right one; it said: {said['message'][:160]}")


SCENARIOS = [crashed, deleted_by_force, rolled, image_that_is_not_there]
