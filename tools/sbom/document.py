"""A CycloneDX 1.6 document: an image, and the libraries, Debian packages and Java runtime in it."""

import hashlib
import json
import time
from pathlib import Path

from .licences import spdx

JAR_CHANGED = "Parts of this jar are taken out: classes by the build, libraries for other systems and its signature by images/build"


def of_image(name, version, architecture, moment, components):
    """The document as text; equal arguments give equal text."""
    purl = f"pkg:oci/{name}@{version}?arch={architecture}"
    return json.dumps(dict(
        bomFormat="CycloneDX", specVersion="1.6", version=1,
        metadata=dict(
            timestamp=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)),
            component=dict(type="container", name=f"mailhelm/{name}", version=version, purl=purl, **{"bom-ref": purl},
                           licenses=[dict(license=dict(id="Apache-2.0"))])),
        components=sorted(components, key=lambda component: component["purl"])), indent=1) + "\n"


def jar(library, file):
    """A library as it is in the image, where its file may be smaller than Maven's."""
    sha256 = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    found = component(library.purl, library.name, library.version, sha256, group=library.group,
                      licenses=[dict(license=dict(id=licence)) for licence in spdx(library)])
    if sha256 != library.sha256:
        found["pedigree"] = dict(notes=JAR_CHANGED, ancestors=[component(
            library.purl, library.name, library.version, library.sha256, group=library.group, ref="#maven")])
    return found


def package(control, sha256):
    """A Debian package: the fields of its control file, and the SHA-256 of its file, which apt checked against the signed index."""
    name, version, architecture = control["Package"], control["Version"], control["Architecture"]
    purl = f"pkg:deb/debian/{name}@{version.replace(':', '%3A').replace('+', '%2B')}?arch={architecture}"
    return component(purl, name, version, sha256, licenses=[dict(license=dict(name=f"see /usr/share/doc/{name}/copyright"))])


def java(release):
    """A Java runtime, by the properties of its file `release`."""
    version = release["JAVA_RUNTIME_VERSION"]
    return component(f"pkg:generic/openjdk@{version.replace('+', '%2B')}?vendor={release['IMPLEMENTOR'].replace(' ', '%20')}",
                     "openjdk", version, None,
                     licenses=[dict(license=dict(id="GPL-2.0-with-classpath-exception"))])


def component(purl, name, version, sha256, ref="", **more):
    found = dict(type="library", name=name, version=version, purl=purl, **{"bom-ref": purl + ref}, **more)
    if sha256:
        found["hashes"] = [dict(alg="SHA-256", content=sha256)]
    return found
