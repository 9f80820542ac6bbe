# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Deploy the example stacks on the simulator, deploy them again after auto scaling, and preview an edit."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request

from simulated import HERE, REPO, ansible_playbook, simulator

INVENTORY = ("-i", "playbooks/demo/deployed/hosts.yml")
EDITED = ("-i", "playbooks/demo/edited/hosts.yml")
RUNS = (
    ("Deploy the stacks", "applied", ()),
    ("Deploy them again: no changes", "applied", ()),
    ("Preview an edit: --check --diff", "would be applied", (*EDITED, "--check", "--diff", "--limit", "!shop-dev")),
)
# Do not show deprecation warnings of other collections.
DISPLAY = {
    "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callbacks"),
    "ANSIBLE_STDOUT_CALLBACK": "changes_only",
    "ANSIBLE_DEPRECATION_WARNINGS": "0",
}
GLOBAL = "global-app-prod-users"
# The changes by auto scaling between the first two runs.
SCALINGS = (
    {"table": GLOBAL, "region": "ap-northeast-2", "read": 400, "write": 300},
    {"table": GLOBAL, "region": "ap-northeast-2", "index": "email-index", "read": 120},
    {"table": GLOBAL, "region": "us-east-1", "read": 250},
)


def main():
    with simulator() as environment:
        url = environment["AWS_ENDPOINT_URL"]
        print(f"The simulator listens at {url}")
        deploy, *later = RUNS
        results = [play(*deploy, environment)]
        autoscale(url)
        results += [play(*run, environment) for run in later]
    print()
    for (title, verb, _options), (seconds, changed) in zip(RUNS, results, strict=True):
        print(f"{seconds:6.1f} s  {changed:3} changes {verb:18}{title}")
    if results[1][1]:
        sys.exit("The second run changed something, but nothing should change.")


def autoscale(url):
    """Change capacity as Application Auto Scaling does, and wait until it is applied."""
    print("\n=== Auto scaling changes capacity\n")
    for scaling in SCALINGS:
        control(url, "autoscale", scaling)
        control(url, "clock", {"advance": 60})
        units = " and ".join(f"{what} capacity {scaling[what]}" for what in ("read", "write") if what in scaling)
        index = f"index {scaling['index']} of " if "index" in scaling else ""
        print(f"{index}{scaling['table']} in {scaling['region']}: {units}")


def control(url, name, body):
    """Send a control request to the simulator."""
    request = urllib.request.Request(f"{url}/_simulator/{name}", json.dumps(body).encode(), method="POST")
    urllib.request.urlopen(request).close()


def play(title, _verb, options, environment):
    """Run the demo's playbook and show its output; return its duration and number of changes."""
    print(f"\n=== {title}\n", flush=True)
    if sys.stdout.isatty():
        environment = environment | {"ANSIBLE_FORCE_COLOR": "1"}
    start = time.monotonic()
    environment = environment | DISPLAY
    command = ansible_playbook("playbooks/demo.yml", *INVENTORY, *options)
    process = subprocess.Popen(
        command,
        cwd=REPO,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        # Keep warnings in the order of the output.
        stderr=subprocess.STDOUT,
        text=True,
    )
    changed = 0
    for line in process.stdout:
        print(line, end="", flush=True)
        changed += sum(map(int, re.findall(r"^\S+ +(\d+) changes? ", line)))
    if process.wait():
        sys.exit(f"The play failed: {title}")
    return time.monotonic() - start, changed


if __name__ == "__main__":
    main()
