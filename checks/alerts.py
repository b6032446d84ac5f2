"""The chart's alerts: well-formed, and each fires when it should and not otherwise (Prometheus' own promtool)."""

import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def check():
    promtool("check", "rules", "helm/mailhelm/files/alerts.yaml")
    promtool("test", "rules", "helm/src/test/resources/alerts.yaml")


def promtool(*arguments):
    ran = subprocess.run(["promtool", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"promtool {' '.join(arguments)}:\n{ran.stdout}{ran.stderr}"
    print(f"alerts: promtool {' '.join(arguments)}")
