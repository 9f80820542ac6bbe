# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The output of the demo, and the validity of its inventories."""

from __future__ import annotations

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems as stack_problems
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import PROFILES, REPO
from callbacks import changes_only

KEY = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012"
HOSTS = sorted(path.stem for path in (REPO / "playbooks/demo/edited/host_vars").iterdir())


@pytest.mark.parametrize(
    ("actions", "lines"),
    [
        (["users: enable TTL on attribute at"], ["enable TTL on attribute at"]),
        (
            ["users: enable TTL on attribute at", "orders: enable TTL on attribute at"],
            ["2 tables: enable TTL on attribute at"],
        ),
        (
            ["change it", "change it in us-east-1", "change it in eu-west-1"],
            ["change it in the default Region, us-east-1, eu-west-1"],
        ),
        (["change it in us-gov-west-1", "tag it"], ["change it in us-gov-west-1", "tag it"]),
        ([f"users: encrypt with KMS key {KEY}"], ["encrypt with KMS key 12345678…"]),
        (
            [f"create alarm {name}, tagged with a=b" for name in ("users/read", "users/by-day/read", "orders/read")],
            ["2 tables: create alarms read, by-day/read"],
        ),
        (["change threshold of alarm users/read"], ["change threshold of alarm read"]),
        (["delete version v1 of policy users+a@eu-west-1"], ["delete version v1 of policy users+a@eu-west-1"]),
    ],
)
def test_equal_actions_are_shown_in_one_line(actions, lines):
    assert changes_only.summarized(actions) == lines


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("inventories", [["deployed"], ["deployed", "edited"]])
def test_the_inventories_of_the_demo_are_valid(inventories, host):
    given = yaml.safe_load((REPO / "playbooks/demo/deployed/group_vars/all.yml").read_text())
    for inventory in inventories:
        given |= yaml.safe_load((REPO / f"playbooks/demo/{inventory}/host_vars/{host}.yml").read_text())
    assert stack_problems.resolved(given, PROFILES)["problems"] == []
