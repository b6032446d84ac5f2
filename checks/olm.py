"""The OLM bundle, by the validators that `operator-sdk bundle validate` uses (tools/olm)."""

import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def check():
    ran = subprocess.run([os.path.join(ROOT, "tools/olm/run"), os.path.join(ROOT, "helm/olm/manifests")],
                         capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"the OLM bundle is not valid:\n{ran.stdout}{ran.stderr}"
    print(f"olm: the bundle is valid\n{ran.stdout}".strip())
