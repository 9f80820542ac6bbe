# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the role stack passes to the role alarms: the alarms to manage, and the tables as they are. Pure."""

from __future__ import annotations

# {variable of the role alarms: the key of a resolved table of the role stack}
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


def tables(stack):
    """The entries of alarms_tables. A table can be deleted even if the options of its alarms are invalid."""
    if stack["state"] == "absent":
        return [{"table_name": table["name"]} for table in stack["tables"]]
    return [
        {name: table[variable] for name, variable in FROM.items() if table.get(variable) is not None}
        for table in stack["tables"]
    ]


def found(stack, result):
    """The tables as alarms_found takes them; {} if the module has not run, as with the tag of the alarms alone.

    Of a table that is to be deleted, only its Regions matter: those of its replicas, and those that are declared, whose
    replicas may no longer exist.
    """
    if stack["state"] == "absent":
        tables = {table["name"]: _known({"replicas": _of_regions(table, result)}, None) for table in stack["tables"]}
        return {"region": stack["region"], "tables": tables}
    known = result.get("tables", {})
    if any(table["name"] not in known for table in stack["tables"]):
        return {}
    return {
        "region": result["region"],
        "tables": {
            table["name"]: _known(known[table["name"]]["declaration"], known[table["name"]]["table"].get("table_arn"))
            for table in stack["tables"]
        },
    }


def _known(declaration, arn):
    return {"declaration": declaration, "table_arn": arn}


def _of_regions(table, result):
    facts = result.get("tables", {}).get(table["name"], {}).get("table", {})
    regions = [replica["region_name"] for replica in facts.get("replicas", [])]
    regions += [replica["region"] for replica in table["replicas"]]
    return [{"region": region} for region in dict.fromkeys(regions)]
