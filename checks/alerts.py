"""The chart's alerts and dashboard, by Prometheus' own promtool.

Alerts are well-formed, and each fires when it should and not otherwise; what the dashboard asks is PromQL.
"""

import json
import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def check():
    promtool("check", "rules", "helm/mailhelm/files/alerts.yaml")
    promtool("test", "rules", "helm/src/test/resources/alerts.yaml")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as rules:
        json.dump(dashboard_as_rules(), rules)
        rules.flush()
        promtool("check", "rules", rules.name)


def dashboard_as_rules():
    """Its questions in the one form whose PromQL promtool checks; JSON is YAML too."""
    with open(os.path.join(ROOT, "helm/mailhelm/files/dashboard.json"), encoding="utf-8") as file:
        panels = json.load(file)["panels"]
    questions = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    assert len(questions) > 10
    rules = [
        {"record": f"panel:{number}", "expr": question.replace("$__rate_interval", "5m").replace("$namespace", ".*")}
        for number, question in enumerate(questions)
    ]
    return {"groups": [{"name": "dashboard", "rules": rules}]}


def promtool(*arguments):
    ran = subprocess.run(["promtool", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"promtool {' '.join(arguments)}:\n{ran.stdout}{ran.stderr}"
    print(f"alerts: promtool {' '.join(arguments)}")
