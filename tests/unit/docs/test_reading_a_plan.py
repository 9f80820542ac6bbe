# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""docs/reading-a-plan.md shows the plans that the module returns."""

from __future__ import annotations

import textwrap

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.plan_text import WIDTH, wrapped
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import run
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

KEYS = ("order_id", "customer_id", "created_at", "status")
INDEX = {"name": "by-customer", "hash_key": "customer_id"}
SCALED = {"min_capacity": 50, "max_capacity": 1000}
TABLE = {
    "name": "shop-prod-orders",
    "hash_key": "order_id",
    "attributes": [{"name": name, "type": "S"} for name in KEYS],
    "global_secondary_indexes": [INDEX],
    "deletion_protection": True,
    "point_in_time_recovery": {"enabled": True},
    "tags": {"Owner": "web", "Project": "shop"},
    "replicas": [{"region": "us-east-1"}],
}


@pytest.mark.parametrize(
    "edit",
    [
        {"tags": {"Owner": "shop", "Project": "shop"}},
        {
            "global_secondary_indexes": [
                INDEX,
                {"name": "by-status", "hash_key": "status", "range_key": "created_at", "projection_type": "KEYS_ONLY"},
            ]
        },
        {
            "global_secondary_indexes": [{**INDEX, "range_key": "created_at"}],
            "allow_recreate": ["global_secondary_indexes"],
        },
        {"replicas": [], "purge_replicas": True, "force_delete": True},
        {
            "billing_mode": "PROVISIONED",
            "read_capacity": 100,
            "write_capacity": 50,
            "autoscaling": {"enabled": True, "read": SCALED, "write": SCALED},
        },
    ],
    ids=["tag", "index", "key", "replica", "billing"],
)
def test_the_page_shows_the_plan(simulator, edit):
    run(simulator, **TABLE)
    simulator.clock.sleep(2 * 86400)
    plan = run(simulator, check_mode=True, **TABLE | edit)["diff"]["prepared"]
    lines = wrapped(plan, WIDTH).splitlines()
    if "billing_mode" in edit:  # the page describes the rest
        lines = lines[: next(place for place, line in enumerate(lines) if line.startswith("  + "))]
    block = textwrap.indent("\n".join(lines), "    ")
    page = (REPO / "docs/reading-a-plan.md").read_text(encoding="utf-8")
    assert f"\n{block}\n\n" in page, block
