"""What is published of a version has the same bytes when it is made again, elsewhere and later; its sums are right, and it works unpacked."""

import hashlib
import os
import shutil
import subprocess
import tarfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Not images: each has an AOT cache of its own (docs/images.md), and checks/images.py opens them.
FOLDERS = ["helm", "bin", "tools", "cli/target", "operator/target", "smtp-server/target"]
# What make plugin made, where it did: it is collected as it is.
MAYBE = ["plugin/target"]
FILES = ["pom.xml", "LICENSE", "THIRD-PARTY.md"]


def check(folder):
    here, there = os.path.join(folder, "here"), os.path.join(folder, "there")
    copy = os.path.join(folder, "copy")
    os.makedirs(copy)
    for name in FOLDERS + [name for name in MAYBE if os.path.isdir(os.path.join(ROOT, name))]:
        shutil.copytree(os.path.join(ROOT, name), os.path.join(copy, name), copy_function=shutil.copy)  # times are not kept
    for name in FILES:
        shutil.copy(os.path.join(ROOT, name), copy)
    release(ROOT, here)
    release(copy, there, umask="0077", TZ="Pacific/Auckland", LC_ALL="C")
    made = {name for name in os.listdir(here) if "-linux-" not in name and name != "SHA256SUMS"}
    assert len(made) >= 6, f"only {sorted(made)} was made"
    for name in sorted(made):
        assert octets(here, name) == octets(there, name), f"{name} has other bytes when it is made again"
    sums(here)
    program(here, folder)
    print(f"release: {len(made)} files have the same bytes when they are made again")


def release(tree, folder, umask="0022", **environment):
    subprocess.run(["sh", "-c", 'umask "$1" && exec "$2" "$3"', "sh", umask, os.path.join(tree, "tools/release"), folder],
                   env=os.environ | environment, check=True, capture_output=True, text=True)


def sums(folder):
    lines = octets(folder, "SHA256SUMS").decode().splitlines()
    assert {line.split()[1] for line in lines} == set(os.listdir(folder)) - {"SHA256SUMS"}
    for line in lines:
        digest, name = line.split()
        assert hashlib.sha256(octets(folder, name)).hexdigest() == digest, f"the sum of {name} is wrong"


def program(folder, scratch):
    name = next(name for name in os.listdir(folder) if name.startswith("mailhelm-cli-") and name.endswith(".tar.gz"))
    with tarfile.open(os.path.join(folder, name)) as tar:
        tar.extractall(scratch, filter="data")
    version = name.removeprefix("mailhelm-cli-").removesuffix(".tar.gz")
    said = subprocess.run([os.path.join(scratch, f"mailhelm-{version}/bin/mailhelm"), "--version"], capture_output=True, text=True, check=True)
    assert version in said.stdout, f"the program that was unpacked says {said.stdout}"


def octets(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()
