"""The cluster that KUBECONFIG names, by the real kubectl and the real helm."""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

from steps import Failed, until

REPO = Path(__file__).resolve().parent.parent
MANIFESTS = REPO / "e2e/manifests"
OPERATOR = "mailhelm-system"
MAIL = "mail"
DEPLOYMENT = "mailhelm-operator"
OURS = "mailhelm.io/e2e"
CRDS = ["maildomains.mailhelm.io", "mailusers.mailhelm.io", "sendpolicies.mailhelm.io"]


def find_programs():
    """kubectl and helm from PATH, or those that tools/kube builds."""
    missing = [name for name in ("kubectl", "helm") if not shutil.which(name)]
    if missing:
        built = subprocess.run([REPO / "tools/kube/build", *missing], check=True, text=True, stdout=subprocess.PIPE)
        os.environ["PATH"] += os.pathsep + built.stdout.strip()


def run(*command, stdin="", check=True, seconds=120):
    """What command printed. Failed, with what it said, when it did not succeed and check is set."""
    done = subprocess.run([str(word) for word in command], input=stdin, text=True, capture_output=True, timeout=seconds)
    if check and done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout if check else done.stdout + done.stderr


def kubectl(*arguments, namespace=MAIL, **options):
    return run("kubectl", "-n", namespace, *arguments, **options)


def helm(*arguments):
    return run("helm", *arguments, "-n", OPERATOR, seconds=300)


def apply(text, namespace=MAIL):
    return kubectl("apply", "-f", "-", stdin=text, namespace=namespace)


def get(kind, name, namespace=MAIL):
    """The object, or None."""
    text = kubectl("get", kind, name, "-o", "json", "--ignore-not-found", namespace=namespace)
    return json.loads(text) if text else None


def every(kind, namespace=MAIL, selector=""):
    return json.loads(kubectl("get", kind, "-o", "json", "-l", selector, namespace=namespace))["items"]


def secret(name, key, namespace=MAIL):
    """One value of a Secret; Failed while there is none."""
    found = get("secret", name, namespace)
    if not found or key not in found.get("data", {}):
        raise Failed(f"there is no Secret {name} with {key}")
    return base64.b64decode(found["data"][key]).decode()


def wait(condition, *what, seconds=120, namespace=MAIL):
    kubectl("wait", f"--for={condition}", *what, f"--timeout={seconds}s", namespace=namespace, seconds=seconds + 30)


def condition(resource, kind):
    """A condition of a resource that was got, or an empty one."""
    conditions = resource.get("status", {}).get("conditions") or []
    return next((each for each in conditions if each["type"] == kind), {"status": "", "reason": "", "message": ""})


def until_condition(kind, name, wanted, status="True", reason=None, seconds=60):
    """Waits for a condition (and its reason) of a resource as it is now; returns the condition."""

    def look():
        resource = get(kind, name)
        if not resource:
            raise Failed(f"{kind}/{name} is not there")
        seen = condition(resource, wanted)
        if seen["status"] == status and reason in (None, seen["reason"]) and is_current(resource):
            return seen
        raise Failed(f"{wanted}={seen['status']} {seen['reason']}: {seen['message']}")

    return until(f"{kind}/{name} {wanted}={status} {reason or ''}", look, seconds)


def is_current(resource):
    return resource.get("status", {}).get("observedGeneration") == resource["metadata"]["generation"]


def gone(kind, name, namespace=MAIL):
    return lambda: get(kind, name, namespace) is None


def print_state():
    """What a person needs who is to find out why a run failed."""
    for namespace in (OPERATOR, MAIL):
        for arguments in (
            ["get", "all,pvc,mail", "-o", "wide"],
            ["get", "events", "--sort-by=.lastTimestamp"],
            ["describe", "pods"],
            ["describe", "maildomains,mailusers,sendpolicies"],
        ):
            print(f"--- kubectl -n {namespace} {' '.join(arguments)}")
            print("\n".join(kubectl(*arguments, namespace=namespace, check=False).splitlines()[-150:]))
        for pod in kubectl("get", "pods", "-o", "name", namespace=namespace, check=False).split():
            for which in ([], ["--previous"]):
                print(f"--- log of {pod} {''.join(which)}")
                print(kubectl("logs", pod, "--tail=60", *which, namespace=namespace, check=False)[-12000:])
