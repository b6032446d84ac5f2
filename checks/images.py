#!/usr/bin/env python3
"""What is in the image archives under images/target: the bill of materials, the licences, and nothing that they do not name.

make images runs it after each build. Without archives there is nothing to look at, and it says so.
"""

import gzip
import hashlib
import io
import json
import os
import sys
import tarfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.path.join(ROOT, "images", "target")
DOCUMENTS = "usr/share/doc/mailhelm/"
OURS = "io.mailhelm."


class Lacking(Exception):
    """What an image lacks."""


def check(target=TARGET):
    refuses_what_it_must()
    archives = sorted(name for name in os.listdir(target) if name.endswith(".tar")) if os.path.isdir(target) else []
    if not archives:
        print("images: none are built, so none were opened (make images)")
    for name in archives:
        components, jars = look(contents(os.path.join(target, name)))
        print(f"images: {name} names {components} components, {jars} jars among them, and has their licences")


def contents(archive):
    """The files of an image by path, the layers of the OCI layout on top of each other."""
    files, links = {}, {}
    with tarfile.open(archive) as tar:
        def blob(digest):
            octets = tar.extractfile("blobs/" + digest.replace(":", "/")).read()
            if digest != "sha256:" + hashlib.sha256(octets).hexdigest():
                raise Lacking(f"{archive}: {digest} has another content")
            return octets

        index = json.loads(tar.extractfile("index.json").read())
        for layer in json.loads(blob(index["manifests"][0]["digest"]))["layers"]:
            with tarfile.open(fileobj=io.BytesIO(gzip.decompress(blob(layer["digest"])))) as root:
                for member in root:
                    everybodys(member)
                    if member.isreg():
                        files[member.name] = root.extractfile(member).read()
                    elif member.issym():
                        links[member.name] = os.path.normpath(os.path.join(os.path.dirname(member.name), member.linkname))
    # Packages of one source share a folder of documents: libgcc-s1's is a link to gcc-12-base's.
    for link, folder in links.items():
        for path in [path for path in files if path.startswith(folder + "/")]:
            files[link + path[len(folder):]] = files[path]
    return files


def everybodys(member):
    """A cluster may run the image as any user (OpenShift does): all of it is read by everybody, and what runs, run."""
    wanted = 0o5 if member.isdir() or member.mode & 0o100 else 0o4
    if (member.isdir() or member.isreg()) and member.mode & wanted != wanted:
        raise Lacking(f"{member.name} has mode {member.mode:o}, and is not everybody's to read")


def look(files):
    """(number of components, number of jars of others) of an image; Lacking where something is not as promised."""
    for name in ("LICENSE", "THIRD-PARTY.md"):
        with open(os.path.join(ROOT, name), "rb") as file:
            if need(files, DOCUMENTS + name) != file.read():
                raise Lacking(f"{DOCUMENTS + name} is not the one in the repository")
    bill = json.loads(need(files, DOCUMENTS + "sbom.cdx.json"))
    if bill["bomFormat"] != "CycloneDX" or not bill["components"]:
        raise Lacking("the bill of materials is none of CycloneDX, or is empty")
    hashes = {each["content"] for component in bill["components"] for each in component.get("hashes", [])}
    jars = [path for path in files if path.startswith(("app/lib/", "app/cli/")) and path.endswith(".jar")
            and not os.path.basename(path).startswith((OURS, "mailhelm-"))]
    for path in jars:
        if hashlib.sha256(files[path]).hexdigest() not in hashes:
            raise Lacking(f"the bill of materials does not name {path} as it is")
    for component in bill["components"]:
        if not component.get("licenses"):
            raise Lacking(f"{component['purl']} has no licence in the bill of materials")
        if component["purl"].startswith("pkg:deb/"):
            need(files, f"usr/share/doc/{component['name']}/copyright")
    if jars:  # an image with Java
        need(files, "opt/java/legal/java.base/LICENSE")
        if not any(component["name"] == "openjdk" for component in bill["components"]):
            raise Lacking("the bill of materials does not name the Java runtime")
    return len(bill["components"]), len(jars)


def need(files, path):
    if path not in files:
        raise Lacking(f"{path} is not in the image")
    return files[path]


def refuses_what_it_must():
    """The check fails where it must: on an image that lacks any of its parts."""
    jar, whole = b"a jar", {}
    for name in ("LICENSE", "THIRD-PARTY.md"):
        with open(os.path.join(ROOT, name), "rb") as file:
            whole[DOCUMENTS + name] = file.read()
    licence = [dict(license=dict(id="Apache-2.0"))]
    bill = dict(bomFormat="CycloneDX", components=[
        dict(name="a", purl="pkg:maven/a/a@1", licenses=licence,
             hashes=[dict(alg="SHA-256", content=hashlib.sha256(jar).hexdigest())]),
        dict(name="dash", purl="pkg:deb/debian/dash@1", licenses=licence),
        dict(name="openjdk", purl="pkg:generic/openjdk@25", licenses=licence)])
    whole |= {"app/lib/main/a.a-1.jar": jar, "usr/share/doc/dash/copyright": b"", "opt/java/legal/java.base/LICENSE": b"",
              DOCUMENTS + "sbom.cdx.json": json.dumps(bill).encode()}
    assert look(whole) == (3, 1)
    for mode in (0o640, 0o744):
        member = tarfile.TarInfo("app/start")
        member.mode = mode
        try:
            everybodys(member)
        except Lacking:
            continue
        raise AssertionError(f"images: the check took a file of mode {mode:o}, which it must refuse")
    for path in whole:
        if not path.startswith("app/"):
            must_fail({name: content for name, content in whole.items() if name != path}, path)
    must_fail(whole | {"app/lib/main/b.b-1.jar": b"another"}, "b.b-1.jar")
    must_fail(whole | {DOCUMENTS + "THIRD-PARTY.md": b"of before"}, "THIRD-PARTY.md")
    for i, component in enumerate(bill["components"]):
        rest = dict(bill, components=[*bill["components"][:i], dict(component, licenses=[]), *bill["components"][i + 1:]])
        must_fail(whole | {DOCUMENTS + "sbom.cdx.json": json.dumps(rest).encode()}, component["purl"])


def must_fail(files, word):
    try:
        look(files)
    except Lacking as e:
        assert word in str(e), e
        return
    raise AssertionError(f"images: the check took an image without {word}, which it must refuse")


if __name__ == "__main__":
    try:
        check()
    except Lacking as e:
        sys.exit(f"images: {e}")
