"""helm install and examples/production, until mail servers run."""

import os
import subprocess

from client import start
from cluster import (CRDS, DEPLOYMENT, MAIL, MANIFESTS, OPERATOR, OURS, REPO, apply, every, get, helm, kubectl, run,
                     until_condition, wait)
from steps import Failed, Watch, check, say, until

ARCHIVES = [REPO / f"images/target/{name}.tar" for name in ("operator", "smtp-server", "test-client")]


def load_images(issuer):
    missing = [archive.name for archive in ARCHIVES if not archive.exists()]
    check(not missing, f"images/target has no {', '.join(missing)}: make images comes first")
    watch = Watch()
    command = os.environ.get("IMAGE_LOAD")
    if not command:
        raise Failed("IMAGE_LOAD is not set: the command that takes image archives to the cluster, such as 'kind load image-archive'")
    for archive in ARCHIVES:
        done = subprocess.run(f"{command} '{archive}'", shell=True, text=True, capture_output=True)
        check(done.returncode == 0, f"{command} {archive.name}: {done.stderr}")
    say(f"images loaded in {watch}, " + ", ".join(f"{a.stem} {a.stat().st_size / 1e6:.0f} MB" for a in ARCHIVES))


def clear(issuer):
    """What a run before this one left. Namespaces that a run did not make are not touched."""
    for namespace in (MAIL, OPERATOR):
        found = get("namespace", namespace)
        check(not found or OURS in found["metadata"].get("labels", {}),
              f"namespace {namespace} is there, and not from a run of this: use a cluster of its own")
    kubectl("delete", "deployment", DEPLOYMENT, "--ignore-not-found", "--wait", namespace=OPERATOR)
    for kind in CRDS:
        for resource in every(kind, MAIL) if get("crd", kind) else []:
            kubectl("patch", kind, resource["metadata"]["name"], "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
    for namespace in (MAIL, OPERATOR):
        kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait", seconds=200)
    kubectl("delete", "crd", "-l", f"{OURS}=true", "--ignore-not-found")
    kubectl("delete", "crd", *CRDS, "--ignore-not-found")
    kubectl("delete", "clusterrole,clusterrolebinding", "-l", "app.kubernetes.io/part-of=mailhelm")


def install(issuer, everywhere=False):
    """The chart, in a namespace that enforces the restricted Pod Security level."""
    watch = Watch()
    apply(f"""
apiVersion: v1
kind: Namespace
metadata:
  name: {OPERATOR}
  labels: {{{OURS}: "true", pod-security.kubernetes.io/enforce: restricted}}
""")
    kubectl("apply", "-f", MANIFESTS / "certificate-crd.yaml")
    kubectl("apply", "-f", REPO / "examples/production/namespace")
    kubectl("label", "namespace", MAIL, f"{OURS}=true")
    # Nobody answers there: of a domain that names no name server, nothing is asked of anybody. Those that name one may.
    helm("install", "mailhelm", REPO / "helm/mailhelm", "--wait", "--timeout", "3m", "--set", "dns.resolvers={127.0.0.1}",
         "--set", "allow.resolvers=true", "--set", "check.afterInstall=true", "--set", "admissionPolicy.enabled=true", "--set", "watch.all=true" if everywhere else f"watch.namespaces={{{MAIL}}}")
    say(f"helm install: the operator is ready, and the installation works, after {watch}")
    helm("test", "mailhelm")


def production(issuer):
    """examples/production as it is; its certificate comes from the issuer that is played."""
    watch = Watch()
    kubectl("apply", "-f", REPO / "examples/production")
    issuer.publish()
    waiting = until_condition("maildomain", "example-com", "TLSReady", "False", seconds=60)
    say(f"without its certificate the domain says: {waiting['reason']}: {waiting['message']}")
    issuer.fill("example-com-tls")
    wait("condition=Ready", "maildomain/example-com", seconds=180)
    for resource in ("mailuser/alice", "mailuser/shop", "sendpolicy/people", "sendpolicy/applications"):
        wait("condition=Ready", resource, seconds=30)
    say(f"kubectl apply -f examples/production: all Ready after {watch} (cert-manager played)")
    print(kubectl("get", "mail").rstrip())
    restricted = get("namespace", MAIL)["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
    check(restricted == "restricted", f"the namespace enforces {restricted}, not restricted")
    start()


def upgrade(*values):
    """helm upgrade with changed values; what it did not set stays."""
    helm("upgrade", "mailhelm", REPO / "helm/mailhelm", "--reuse-values", "--wait", "--timeout", "3m", *values)


SCENARIOS = [clear, load_images, install, production]
