"""The options that the JVM starts with: what must hold on a machine that is not the one that built."""

import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# JDK-8388703: with these, an AOT cache holds code for the processor of the machine that made it, and the JVM of a lesser one ends
# with SIGILL (before 25.0.5).
# What the HTTP library keeps outside of the heap: unset, it may be as much again as the heap, and a container of 768Mi with a heap of
# 60 % is killed. Reckoned: 128 KiB for each of 512 connections to the APIs in TLS, and as much again (ADR 34).
MUST_BE = {"AOTAdapterCaching": "false", "AOTStubCaching": "false", "MaxDirectMemorySize": str(128 << 20)}


def check():
    home = subprocess.run([os.path.join(ROOT, "bin", "mailhelm"), "--print-java-home"], capture_output=True, text=True, check=True)
    for folder in ("bin", "images"):
        flags = final_flags(home.stdout.strip(), os.path.join(ROOT, folder, "jvm.options"))
        for name, wanted in MUST_BE.items():
            assert flags.get(name) == wanted, (
                f"{folder}/jvm.options: {name} is {flags.get(name)} and must be {wanted}: "
                f"write {option(name, wanted)} there")
    print("options: no AOT cache holds code for one processor, and memory outside of the heap is bounded")


def option(name, value):
    """As it is written for the JVM."""
    switch = {"true": "+", "false": "-"}.get(value)
    return f"-XX:{switch}{name}" if switch else f"-XX:{name}={value}"


def final_flags(java_home, options):
    """The JVM's flags as they are when it uses a cache that was made with the same options: it changes some by itself then."""
    java = [os.path.join(java_home, "bin", "java"), "@" + options]
    with tempfile.TemporaryDirectory() as folder:
        cache = os.path.join(folder, "app.aot")
        subprocess.run([*java, f"-XX:AOTCacheOutput={cache}", "-version"], capture_output=True, check=True)
        ran = subprocess.run([*java, f"-XX:AOTCache={cache}", "-XX:AOTMode=on", "-XX:+PrintFlagsFinal", "-version"],
                             capture_output=True, text=True, check=True)
    words = [line.split() for line in ran.stdout.splitlines()]
    return {line[1]: line[3] for line in words if len(line) > 3 and line[2] == "="}
