"""The corpus (checks/corpus) against a server of its own: the cases that make test runs on a laptop's server."""

import base64
import io
import tarfile

from client import VERSION, inside, quoted
from cluster import MANIFESTS, REPO, apply, every, get, kubectl, secret, wait
from steps import Watch, check, say, until

FOLDER = REPO / "checks/corpus"
POD = "corpus"
DOMAINS = ("corpus", "records")
USERS = ("corpus-alice", "corpus-bob", "corpus-carol")
LISTENERS = dict(smtp=25, submission=587, submissions=465, development=2525, proxied=2526)
UNPACK = "import base64, io, sys, tarfile; tarfile.open(fileobj=io.BytesIO(base64.b64decode(sys.stdin.read()))).extractall('/tmp')"
SECONDS = 600


def served(issuer):
    """Its own resources, as they are on a laptop; the pod is its name server, and the proxy whose word counts."""
    watch = Watch()
    apply((MANIFESTS / "corpus.yaml").read_text().replace("IMAGE", f"mailhelm/test-client:{VERSION}"))
    wait("condition=Ready", f"pod/{POD}", seconds=90)
    resolver = get("service", "corpus")["spec"]["clusterIP"]
    client = get("pod", POD)["status"]["podIP"]
    length = 128 if ":" in client else 32
    apply((FOLDER / "resources.yaml").read_text().replace("RESOLVER", resolver).replace("CLIENT", f"{client}/{length}"))
    wait("condition=Ready", *(f"maildomain/{each}" for each in DOMAINS), *(f"mailuser/{each}" for each in USERS), "sendpolicy/corpus", seconds=240)
    say(f"the server of the corpus, with two domains and three users: all Ready after {watch}")


def held(issuer):
    inside("/usr/bin/python3", "-c", UNPACK, stdin=packed(), pod=POD)
    put("/tmp/token", secret("corpus-token", "token"))
    put("/tmp/ca.crt", secret("corpus-api-tls", "ca.crt"))
    listeners = " ".join(f"--listener {name}={port}" for name, port in LISTENERS.items())
    said = inside("bash", "-c", "cd /tmp && /usr/bin/python3 -m corpus --place cluster --host corpus-smtp.mail.svc "
                  f"{listeners} --management https://corpus-api.mail.svc:3001 --mail https://corpus-api.mail.svc:3000 --token /tmp/token "
                  "--authority /tmp/ca.crt --names 0.0.0.0:5353; echo exit $?", pod=POD, seconds=SECONDS)
    check(said.endswith("exit 0\n"), f"the corpus did not hold:\n{said}")
    for line in said.splitlines()[:-1]:
        say(line)


def packed():
    """The folder as a tar archive in base64."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.add(FOLDER, "corpus", filter=lambda each: None if "__pycache__" in each.name else each)
    return base64.b64encode(archive.getvalue()).decode()


def put(path, text):
    inside("bash", "-c", f"cat > {quoted(path)}", stdin=text, pod=POD)


def gone(issuer):
    kubectl("delete", "mailuser", *USERS, "--timeout=90s")
    kubectl("delete", "sendpolicy/corpus", "maildomain/records", "--timeout=90s")
    kubectl("delete", "maildomain/corpus", "--timeout=90s")
    kubectl("delete", "pod/corpus", "service/corpus", "secret/corpus-passwords", "--timeout=60s")
    of_it = "app.kubernetes.io/instance=corpus"
    until("what the corpus had goes", lambda: not every("all,secrets,persistentvolumeclaims", selector=of_it), 180, pause=1)


SCENARIOS = [served, held, gone]
