"""Mail leaves, and arrives at servers nobody here wrote, in a network of its own that ends with the check.

checks/run sending runs all parts; checks/run sending/PART one of them (__main__.py has their names).
"""

import os
import shutil
import subprocess
import sys

from . import opensmtpd

NAMESPACES = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def require():
    """Says in a sentence what a machine lacks for namespaces."""
    if os.geteuid() != 0:
        sys.exit("sending: wants root, for a network namespace with port 25 and a name server of its own")
    tried = subprocess.run([*NAMESPACES, "true"], capture_output=True, text=True)
    if tried.returncode != 0:
        sys.exit(f"sending: this machine gives no network, mount and process namespaces: {tried.stderr.strip()}")


def check(folder, part=None):
    """Ends with the first part that fails; whatever was started ends with the process namespace."""
    require()
    opensmtpd.package()  # while there is a network to have it from
    os.makedirs(folder)
    # Servers that drop their privileges read and write below it.
    for path in (os.path.dirname(folder), folder):
        os.chmod(path, 0o755)
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run([*NAMESPACES, sys.executable, "-m", "sending", folder, *([part] if part else [])], cwd=here)
    if done.returncode != 0:
        sys.exit(f"sending failed; logs are in {folder}")
