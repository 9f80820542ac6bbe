# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Deploy the example stacks on a simulated AWS, again after autoscaling has moved capacities, and preview an edit."""

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
    ("Deploy the stacks", "made", ()),
    ("Deploy them again: nothing to change", "made", ()),
    ("Preview an edit: --check --diff", "would be made", (*EDITED, "--check", "--diff", "--limit", "!shop-dev")),
)
# What other collections deprecate is none of the demo's story.
DISPLAY = {
    "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callbacks"),
    "ANSIBLE_STDOUT_CALLBACK": "story",
    "ANSIBLE_DEPRECATION_WARNINGS": "0",
}
GLOBAL = "global-app-prod-users"
# What autoscaling does between the first two runs.
MOVES = (
    {"table": GLOBAL, "region": "ap-northeast-2", "read": 400, "write": 300},
    {"table": GLOBAL, "region": "ap-northeast-2", "index": "email-index", "read": 120},
    {"table": GLOBAL, "region": "us-east-1", "read": 250},
)


def main():
    with simulator() as environment:
        url = environment["AWS_ENDPOINT_URL"]
        print(f"A simulated AWS answers at {url}")
        deploy, *later = RUNS
        results = [play(*deploy, environment)]
        autoscale(url)
        results += [play(*run, environment) for run in later]
    print()
    for (title, verb, _options), (seconds, changed) in zip(RUNS, results, strict=True):
        print(f"{seconds:6.1f} s  {changed:3} changes {verb:15}{title}")
    if results[1][1]:
        sys.exit("The second run should have changed nothing.")


def autoscale(url):
    """Move capacities as autoscaling would, and let it finish."""
    print("\n=== Autoscaling moves capacities\n")
    for move in MOVES:
        ask(url, "autoscale", move)
        ask(url, "clock", {"advance": 60})
        units = " and ".join(f"{what}s to {move[what]}" for what in ("read", "write") if what in move)
        index = f"index {move['index']} of " if "index" in move else ""
        print(f"{index}{move['table']} in {move['region']}: {units}")


def ask(url, what, body):
    """Tell the simulator something, beside AWS's own calls."""
    request = urllib.request.Request(f"{url}/_simulator/{what}", json.dumps(body).encode(), method="POST")
    urllib.request.urlopen(request).close()


def play(title, _verb, options, environment):
    """Run the demo's playbook, showing its output; return its time and how many changes it tells of."""
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
        # Warnings stay where they were given.
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
