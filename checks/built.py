"""`make build` on a tree that is built does nothing, nor on a copy of one; it builds once a source has changed, and says why it fails."""

import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def check(folder):
    copy = os.path.join(folder, "copy")
    shutil.copytree(ROOT, copy, copy_function=shutil.copy,  # times are not kept
                    ignore=lambda path, names: {".git", "images", "helm"} & set(names) if path == ROOT else {"test-classes"} & set(names))
    shutil.copytree(os.path.join(ROOT, "helm"), os.path.join(copy, "helm"))
    for tree in (ROOT, copy):
        assert build(tree) == (0, ""), f"tools/build runs something in {tree}, where all is built: run make build first"
    source = os.path.join(copy, "operator/src/main/java/io/mailhelm/operator/Main.java")
    with open(source, "a", encoding="utf-8") as file:
        file.write("// changed\n")
    code, said = build(copy)
    assert code == 1 and "wrong here\nand there" in said, f"a build that fails says: {said}"
    assert build(copy)[0] == 1, "a build that failed is taken for one that did not"
    print("build: nothing is done where nothing has changed, copied or not")


def build(tree):
    home = subprocess.run([os.path.join(ROOT, "bin/mailhelm"), "--print-java-home"], capture_output=True, text=True, check=True)
    failing = "printf '[INFO] Building mailhelm 1 [1/1]\\n[ERROR] wrong here\\nand there\\n\\033[0m'; exit 3"  # a colour and no newline, as Maven ends
    ran = subprocess.run([os.path.join(tree, "tools/build"), "sh", "-c", failing], capture_output=True, text=True, check=False,
                         env=os.environ | {"JAVA_HOME": home.stdout.strip()})
    return ran.returncode, ran.stdout + ran.stderr
