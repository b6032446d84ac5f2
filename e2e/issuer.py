"""Plays cert-manager, which is not in the cluster: sees a Certificate and fills the Secret that it names."""

import base64
import hashlib
import json
import tempfile
from pathlib import Path

from cluster import MAIL, apply, get, kubectl, run
from steps import until


class Issuer:
    """An authority of its own, made by openssl and kept in a folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        if (self.folder / "ca.crt").exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=Played issuer", "-keyout", self.folder / "ca.key", "-out", self.folder / "ca.crt")

    def publish(self):
        """The authority, for clients to trust."""
        apply(kubectl("create", "configmap", "issuer", f"--from-file={self.folder}/ca.crt", "--dry-run=client", "-o", "yaml"))

    def fill(self, name):
        """Issues what the Certificate asks for, again when it was issued before; returns the SHA-256 of the new leaf."""
        certificate = until(f"the operator asks for Certificate {name}", lambda: get("certificate", name))
        spec = certificate["spec"]
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            key, chain = self.sign(Path(folder), spec["dnsNames"])
        data = {"tls.crt": chain, "tls.key": key, "ca.crt": (self.folder / "ca.crt").read_text()}
        apply(json.dumps({
            "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
            "metadata": {
                "name": spec["secretName"], "namespace": MAIL,
                "labels": spec.get("secretTemplate", {}).get("labels", {}),
                "annotations": {"cert-manager.io/certificate-name": name,
                                "cert-manager.io/issuer-name": spec["issuerRef"]["name"]}},
            "data": {entry: base64.b64encode(text.encode()).decode() for entry, text in data.items()}}))
        return fingerprint(chain)

    def sign(self, folder, names):
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={names[0]}",
            "-keyout", folder / "tls.key", "-out", folder / "request")
        (folder / "extensions").write_text(
            f"subjectAltName={','.join('DNS:' + name for name in names)}\nextendedKeyUsage=serverAuth\n")
        run("openssl", "x509", "-req", "-in", folder / "request", "-CA", self.folder / "ca.crt", "-CAkey",
            self.folder / "ca.key", "-CAcreateserial", "-days", "20", "-extfile", folder / "extensions",
            "-out", folder / "tls.crt")
        return (folder / "tls.key").read_text(), (folder / "tls.crt").read_text()


def fingerprint(pem):
    octets = base64.b64decode("".join(line for line in pem.split("-----")[2].split()))
    return hashlib.sha256(octets).hexdigest()
