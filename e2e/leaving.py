"""helm uninstall, and nothing left."""

from cluster import CRDS, MAIL, OPERATOR, every, get, helm, kubectl
from steps import Watch, check, say, until


def uninstalled(issuer):
    helm("uninstall", "mailhelm", "--wait", "--timeout", "2m")
    missing = [crd for crd in CRDS if not get("crd", crd)]
    check(not missing, f"helm uninstall took {missing} along")
    left = [each["metadata"]["name"] for each in every("all", OPERATOR) if not each["metadata"].get("deletionTimestamp")]
    check(not left, f"helm uninstall left {left}")
    say("helm uninstall: the operator is gone, the CRDs are kept")


def nothing_left(issuer):
    watch = Watch()
    for namespace in (MAIL, OPERATOR):
        kubectl("delete", "namespace", namespace, "--timeout=90s")
    kubectl("delete", "crd", *CRDS, "certificates.cert-manager.io", "--timeout=60s")
    say(f"namespaces and CRDs deleted in {watch}: no finalizer was stuck")


SCENARIOS = [uninstalled, nothing_left]
