# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Show on the simulator what an operator sees: a plan, its run, the next run, an edit, and a change from outside.

With the argument `all`, also deploy the example stacks, deploy them again after auto scaling, and preview an edit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request

import boto3
from simulated import HERE, REPO, ansible_playbook, simulator

SITE = ("playbooks/site.yml", "-i", "playbooks/demo/tour/hosts.yml")
STACKS = ("playbooks/demo.yml", "-i", "playbooks/demo/deployed/hosts.yml")
EDITED = ("-i", "playbooks/demo/edited/hosts.yml", "--limit", "!shop-dev")
# The whole play at the end, and nothing of the tasks.
DISPLAY = {
    "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callbacks"),
    "ANSIBLE_STDOUT_CALLBACK": "quiet",
    "ANSIBLE_DISPLAY_OK_HOSTS": "0",
    "ANSIBLE_CALLBACKS_ENABLED": "stackkit.dynamodb.plan",
    # amazon.aws.iam_role warns about one of its return values in each run, and no option prevents it.
    "ANSIBLE_DEPRECATION_WARNINGS": "0",
}
UNCHANGED = "No changes: everything declared is as declared."
TABLE = "shop-prod-orders"
GLOBAL = "global-app-prod-users"
# The changes by auto scaling between the first two runs.
SCALINGS = (
    {"table": GLOBAL, "region": "ap-northeast-2", "read": 400, "write": 300},
    {"table": GLOBAL, "region": "ap-northeast-2", "index": "email-index", "read": 120},
    {"table": GLOBAL, "region": "us-east-1", "read": 250},
)


def main(stories):
    with simulator() as environment:
        print(f"The simulator listens at {environment['AWS_ENDPOINT_URL']}")
        tour(environment)
        if stories == "all":
            example_stacks(environment)


def tour(environment):
    """One stack, in five runs."""
    play("Preview the deployment", environment, *SITE, "--check")
    play("Deploy", environment, *SITE)
    expect_no_changes(play("Deploy again", environment, *SITE))
    edit = ("--extra-vars", "@playbooks/demo/tour/edit.yml")
    play("Preview an edit: another index and a limit for reads", environment, *SITE, *edit, "--check")
    change_from_outside(environment)
    play("Find the drift", environment, *SITE, "--check")


def change_from_outside(environment):
    """What somebody might do in the console."""
    print("\n=== Somebody disables the deletion protection of the replica and deletes a tag of the table", flush=True)
    account = {"aws_access_key_id": environment["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": "simulated"}
    url = environment["AWS_ENDPOINT_URL"]
    replica = boto3.client("dynamodb", "us-east-1", endpoint_url=url, **account)
    replica.update_table(TableName=TABLE, DeletionProtectionEnabled=False)
    table = boto3.client("dynamodb", "eu-west-1", endpoint_url=url, **account)
    arn = table.describe_table(TableName=TABLE)["Table"]["TableArn"]
    table.untag_resource(ResourceArn=arn, TagKeys=["Owner"])


def example_stacks(environment):
    """The example stacks of the README of the Terraform addon, and sixty tables in one task."""
    play("Deploy the example stacks", environment, *STACKS)
    autoscale(environment["AWS_ENDPOINT_URL"])
    expect_no_changes(play("Deploy them again", environment, *STACKS))
    play("Preview an edit", environment, *STACKS, *EDITED, "--check")


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


def play(title, environment, playbook, *options):
    """Run a playbook, show its output, and return it."""
    shown = " ".join(part.replace("playbooks/demo/tour/", "") for part in options)
    print(f"\n=== {title}: ansible-playbook {playbook.rpartition('/')[2]} {shown}\n", flush=True)
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        environment = environment | {"ANSIBLE_FORCE_COLOR": "1"}
    start = time.monotonic()
    process = subprocess.Popen(
        ansible_playbook(playbook, *options),
        cwd=REPO,
        env=environment | DISPLAY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        # Keep warnings in the order of the output.
        stderr=subprocess.STDOUT,
        text=True,
    )
    output = ""
    for line in process.stdout:
        output += line
        print(line, end="", flush=True)
    if process.wait():
        sys.exit(f"The play failed: {title}")
    print(f"({time.monotonic() - start:.1f} s)")
    return output


def expect_no_changes(output):
    if UNCHANGED not in output:
        sys.exit("This run changed something, but nothing should change.")


if __name__ == "__main__":
    main(*sys.argv[1:] or ["tour"])
