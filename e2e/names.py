"""A name server of the cluster's own: Knot DNS in a pod, with the zones of the two domains."""

import ipaddress

from client import VERSION
from cluster import MANIFESTS, apply, get, kubectl, wait


def service():
    """The Service alone; its address is that of the name server from then on."""
    apply((MANIFESTS / "names-service.yaml").read_text())
    return address()


def address():
    return get("service", "names")["spec"]["clusterIP"]


def publish(rest="", **zones):
    """Starts the name server again with these zone files (north, south) and these lines above them, and with nothing else."""
    values = {"IMAGE": f"mailhelm/test-client:{VERSION}", "ADDRESS": address(), "REST": indented(rest)}
    values |= {name: indented(zones.get(name.lower(), "")) for name in ("NORTH", "SOUTH")}
    manifest = (MANIFESTS / "names.yaml").read_text()
    for word, value in values.items():
        manifest = manifest.replace(word, value)
    kubectl("delete", "pod", "names", "--ignore-not-found", "--wait")
    apply(manifest)
    wait("condition=Ready", "pod/names", seconds=60)


def indented(text):
    return "\n    ".join(text.splitlines())


def pointer(of, name):
    """The PTR record of an address."""
    return f"{ipaddress.ip_address(of).reverse_pointer}. PTR {name}."
