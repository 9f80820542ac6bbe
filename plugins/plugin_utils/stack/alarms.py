# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the role stack to the role alarms: what is asked for, and what of the tables is known already. Pure."""

from __future__ import annotations

from ..alarms import sets as alarm_sets
from ..alarms import settings as alarm_settings
from . import foreseen as stack_foreseen
from .options import module_options

# The variables of the role alarms, and those of the role stack that they are filled from.
FROM = dict(
    table_name="name",
    tags="tags",
    enabled="create_cloudwatch_alarms",
    actions="alarm_actions",
    ok_actions="ok_actions",
    custom="alarms",
    dashboard="create_dashboard",
    latency="create_latency_alarms",
    read_throttle_threshold="read_throttle_alarm_threshold",
    write_throttle_threshold="write_throttle_alarm_threshold",
)
# What alarms look at of a table's facts; a policy, for one, is nothing for them.
WATCHED = (
    "table_name",
    "table_arn",
    "billing_mode_summary",
    "global_secondary_indexes",
    "replicas",
    "on_demand_throughput",
    "multi_region_consistency",
)


def tables(stack):
    """The entries of alarms_tables. What is wrong with alarms does not keep a table from being taken down."""
    if stack["state"] == "absent":
        return [{"table_name": table["name"]} for table in stack["tables"]]
    return [
        {name: table[variable] for name, variable in FROM.items() if table.get(variable) is not None}
        for table in stack["tables"]
    ]


def found(stack, kept):
    """What dynamodb_stackkit has read, as alarms_found; {} where it has not run, as with the tag of the alarms alone.

    Before a table goes its replicas tell the regions: those that are there, and the declared ones, which may be gone.
    """
    if stack["state"] == "absent":
        facts = {table["name"]: {"replicas": _of_regions(table, kept)} for table in stack["tables"]}
        return {"region": stack["region"], "tables": facts}
    if any(table["name"] not in kept.get("tables", {}) for table in stack["tables"]):
        return {}
    facts = {}
    for table in stack["tables"]:
        result = kept["tables"][table["name"]]
        known = result["table"]
        # What AWS does not accept now is not so yet.
        if result["changed"] and not result["pending"]:
            known = stack_foreseen.foreseen(known, module_options(stack, table, []))
        facts[table["name"]] = {name: known[name] for name in WATCHED if name in known}
    return {"region": kept["region"], "tables": facts}


def problems(stack, table):
    """Yields (variable of the stack, words)."""
    known = {name: default for name, (_kind, default) in alarm_settings.OF_TABLE.items()}
    asked = {name: table[variable] for name, variable in FROM.items() if table.get(variable) is not None}
    faults = list(alarm_settings.of_table({**known, **asked}, stack["region"]))
    for path, words in faults:
        name = path.partition("[")[0].partition(".")[0]
        yield FROM.get(name, name) + path[len(name) :], words
    actions = table["alarm_actions"]
    if faults or not actions or not table["create_cloudwatch_alarms"] or not stack["region"]:
        return
    regions = [stack["region"], *(replica.get("region") for replica in table["replicas"])]
    if not any(alarm_sets.actions(actions, region) for region in regions):
        words = f"an alarm can notify its own region only, and none of these is of {', '.join(map(str, regions))}"
        yield "alarm_actions", words


def _of_regions(table, kept):
    there = kept.get("tables", {}).get(table["name"], {}).get("table", {}).get("replicas", [])
    regions = [replica["region_name"] for replica in there] + [replica["region"] for replica in table["replicas"]]
    return [{"region_name": region} for region in dict.fromkeys(regions)]
