# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The dashboard in the documentation: the role's dashboard of a provisioned table with an index and a replica."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings

from . import picture

PICTURE = Path(__file__).resolve().parents[2] / "docs/dashboard.svg"
NAME, HOME = "shop-prod-orders", "eu-west-1"
TABLE = {
    "table_arn": f"arn:aws:dynamodb:{HOME}:111122223333:table/{NAME}",
    "declaration": {
        "name": NAME,
        "billing_mode": "PROVISIONED",
        "global_secondary_indexes": [{"name": "by-customer"}],
        "replicas": [{"region": "us-east-1"}],
    },
}


def body():
    """Return the dashboard body that the role generates."""
    asked, _problems = alarm_settings.resolve(
        {
            "alarms_table_name": NAME,
            "alarms_dashboard": True,
            "alarms_latency": True,
            "alarms_latency_statistic": "p99",
        }
    )
    (entry,) = alarm_sets.of_region(asked, {"region": HOME, "tables": {NAME: TABLE}}, HOME)
    return entry["dashboard"]["body"]


def drawn():
    return picture.svg(body())
