# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The inventories of the demo are valid."""

from __future__ import annotations

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems as stack_problems
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import PROFILES, REPO

HOSTS = sorted(path.stem for path in (REPO / "playbooks/demo/edited/host_vars").iterdir())


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("inventories", [["deployed"], ["deployed", "edited"]])
def test_the_inventories_of_the_demo_are_valid(inventories, host):
    given = yaml.safe_load((REPO / "playbooks/demo/deployed/group_vars/all.yml").read_text())
    for inventory in inventories:
        given |= yaml.safe_load((REPO / f"playbooks/demo/{inventory}/host_vars/{host}.yml").read_text())
    assert stack_problems.resolved(given, PROFILES)["problems"] == []


@pytest.mark.parametrize("edits", [[], ["edit.yml"]])
def test_the_tour_is_valid(edits):
    given = {}
    for file in ["host_vars/shop-prod.yml", *edits]:
        given |= yaml.safe_load((REPO / "playbooks/demo/tour" / file).read_text())
    assert stack_problems.resolved(given, PROFILES)["problems"] == []
