# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Deploy the example stacks on a simulated AWS, deploy them again, and preview an edit."""

from __future__ import annotations

import re
import subprocess
import sys
import time

from simulated import REPO, ansible_playbook, simulator

RUNS = (
    ("Deploy the stacks", "changed", ()),
    ("Deploy them again: nothing to change", "changed", ()),
    ("Preview an edit: --check --diff", "would change", ("--check", "--diff", "--extra-vars", "demo_edited=true")),
)


def main():
    with simulator() as environment:
        print(f"A simulated AWS answers at {environment['AWS_ENDPOINT_URL']}")
        results = [play(title, options, environment) for title, _verb, options in RUNS]
    print()
    for (title, verb, _options), (seconds, changed) in zip(RUNS, results, strict=True):
        print(f"{seconds:6.1f} s  {changed:3} {verb:13}{title}")
    if results[1][1]:
        sys.exit("The second run should have changed nothing.")


def play(title, options, environment):
    """Run the demo's playbook, showing its output; return its time and how many tasks reported a change."""
    print(f"\n=== {title}\n", flush=True)
    if sys.stdout.isatty():
        environment = environment | {"ANSIBLE_FORCE_COLOR": "1"}
    start = time.monotonic()
    command = ansible_playbook("playbooks/demo.yml", *options)
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
        changed += sum(map(int, re.findall(r"ok=\d+.*changed=(\d+)", line)))
    if process.wait():
        sys.exit(f"The play failed: {title}")
    return time.monotonic() - start, changed


if __name__ == "__main__":
    main()
