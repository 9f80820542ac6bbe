# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the role stack to the role alarms: what is asked for, and what of the tables is known already. Pure."""

from __future__ import annotations

from . import alarm_sets, alarm_settings, stack_outputs
from .stack_options import module_options

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
    """The entries of alarms_tables."""
    return [
        {name: table[variable] for name, variable in FROM.items() if table.get(variable) is not None}
        for table in stack["tables"]
    ]


def found(stack, kept):
    """What dynamodb_stackkit has read, as alarms_found; {} where it has not run, as with the tag of the alarms alone.

    Before a table goes nothing of it is read: then the declared replicas tell its regions.
    """
    if stack["state"] == "absent":
        facts = {table["name"]: {"replicas": _declared(table["replicas"])} for table in stack["tables"]}
        return {"region": stack["region"], "tables": facts}
    if any(table["name"] not in kept.get("tables", {}) for table in stack["tables"]):
        return {}
    facts = {}
    for table in stack["tables"]:
        result = kept["tables"][table["name"]]
        known = result["table"]
        # What AWS does not accept now is not so yet.
        if result["changed"] and not result["pending"]:
            known = foreseen(known, module_options(stack, table, []))
        facts[table["name"]] = {name: known[name] for name in WATCHED if name in known}
    return {"region": kept["region"], "tables": facts}


def foreseen(live, wanted):
    """The table as it is, with what check mode has not done of what is declared, as far as alarms look at it."""
    facts = {**stack_outputs.predicted(wanted), **live}
    return {
        **facts,
        "billing_mode_summary": {"billing_mode": wanted["billing_mode"]},
        "on_demand_throughput": {**live.get("on_demand_throughput", {}), **(wanted.get("on_demand_throughput") or {})},
        "global_secondary_indexes": _joined(
            "index_name",
            live.get("global_secondary_indexes", []),
            [_index(index) for index in wanted["global_secondary_indexes"]],
            wanted.get("purge_indexes"),
        ),
        "replicas": _joined(
            "region_name", live.get("replicas", []), _declared(wanted.get("replicas", [])), wanted.get("purge_replicas")
        ),
        "multi_region_consistency": live.get("multi_region_consistency", wanted.get("multi_region_consistency")),
    }


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


def _joined(key, live, declared, purge):
    """What is there, with what is declared of it, in AWS's order; and then what is new."""
    wanted = {entry[key]: entry for entry in declared}
    there = {entry[key]: entry for entry in live}
    stay = [{**entry, **wanted.get(name, {})} for name, entry in there.items() if name in wanted or not purge]
    return stay + [entry for name, entry in wanted.items() if name not in there]


def _index(index):
    entry = {"index_name": index["name"]}
    ceilings = index.get("on_demand_throughput")
    return {**entry, "on_demand_throughput": ceilings} if ceilings else entry


def _declared(replicas):
    """Replicas as they are declared -> as AWS would tell of them."""
    return [
        {
            "region_name": replica["region"],
            **_override(replica),
            "global_secondary_indexes": [
                {"index_name": index["name"], **_override(index)}
                for index in replica.get("global_secondary_indexes") or []
            ],
        }
        for replica in replicas
    ]


def _override(declared):
    most = declared.get("max_read_request_units")
    return {"on_demand_throughput_override": {"max_read_request_units": most}} if most else {}
