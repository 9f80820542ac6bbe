# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The sets of alarms of tables, by region, and what is left of former ones. Pure.

Each region of a table has a set of its own, for an alarm sees the metrics of its region alone. The home's set names the
other regions, by its alarms on replication. So a region that the table has left is found by reading the home's set,
also after a run that died half-way, and the set there goes before the alarm that names it.
"""

from __future__ import annotations

from ..shared import names
from ..shared.formats import REGION
from . import catalogue as alarm_catalogue
from . import dashboard as alarm_dashboard

# The addon's outputs, and the alarms whose names they are.
OUTPUTS = {
    "cloudwatch_alarm_read_throttle_id": "read-throttled",
    "cloudwatch_alarm_write_throttle_id": "write-throttled",
    "cloudwatch_alarm_read_capacity_id": "read-capacity",
    "cloudwatch_alarm_write_capacity_id": "write-capacity",
}


def by_region(asked, found):
    """What is asked for, and the tables as they are found -> [{region, sets}], the home first; nothing is deleted yet.

    asked: what alarm_settings.resolve gave. found: {region, tables: {name: facts}}; no region: it is not known yet.
    A table that is not there has no alarms; nor has one whose alarms are switched off, or that goes.
    """
    home = found.get("region") or asked["region"] or ""
    sets = {home: []}
    for table in asked["tables"]:
        facts = found["tables"].get(table["table_name"], {})
        for region in alarm_catalogue.regions(facts, home):
            sets.setdefault(region, []).append(_set(asked, table, facts, region, home))
    return [{"region": region, "sets": entries} for region, entries in sets.items()]


def missing(asked, found):
    """The names of tables that shall be watched and are not there."""
    if asked["state"] == "absent":
        return []
    return [table["table_name"] for table in asked["tables"] if not found["tables"].get(table["table_name"])]


def deaf(asked, found):
    """The regions whose alarms would notify nobody, though there are actions; and the tables of which all would."""
    regions, tables = {}, []
    for table in asked["tables"] if asked["state"] == "present" else []:
        facts = found["tables"].get(table["table_name"], {})
        of_table = alarm_catalogue.regions(facts, found.get("region") or asked["region"])
        if not table["enabled"] or not table["actions"] or None in of_table:
            continue
        silent = [region for region in of_table if not actions(table["actions"], region)]
        regions.update(dict.fromkeys(silent))
        if silent == of_table:
            tables.append(table["table_name"])
    return list(regions), tables


def left(asked, found, kept):
    """What the first run over the regions has left -> {"away": [{region, sets}], "home": [{region, sets}]}, to be kept
    in this order.

    kept: the results of that run, by region, of which the first is the home's.
    """
    home = kept[0]
    prefixes = {entry["region"]: [one["prefix"] for one in entry["sets"]] for entry in by_region(asked, found)}
    work = {result["item"]: _purged(result, prefixes[result["item"]]) for result in kept}
    for name, region in _named(asked, home):
        if names.alarm_prefix(name) not in prefixes.get(region, []):
            work.setdefault(region, []).append(_gone(name))
    at_home = work.pop(home["item"])
    if asked["state"] == "absent":
        at_home = [
            {**_gone(table["table_name"]), "dashboard": {"name": names.dashboard(table["table_name"], home["region"])}}
            for table in asked["tables"]
        ]
    return {
        "away": [{"region": region, "sets": sets} for region, sets in work.items() if sets],
        "home": [{"region": home["item"], "sets": at_home}] if at_home else [],
    }


def outputs(asked, found):
    """{full table name: outputs}. An alarm's id is its name, and the first run has kept those at home, or failed."""
    there = {alarm["name"] for entry in by_region(asked, found)[0]["sets"] for alarm in entry["alarms"]}
    result = {}
    for table in asked["tables"]:
        ids = {output: names.alarm(table["table_name"], what) for output, what in OUTPUTS.items()}
        result[table["table_name"]] = {output: name if name in there else None for output, name in ids.items()}
    return result


def actions(arns, region):
    """Those that an alarm of a region can take: the region's own, and those of no region (R84)."""
    return [arn for arn in arns if arn.split(":")[3] in ("", region)]


def custom(table):
    """The user's own alarms of a table, each named into the table's set."""
    beginning = names.alarm_prefix(table.get("table_name") or "table")
    return [_named_into(alarm, beginning) for alarm in table["custom"]]


def _set(asked, table, facts, region, home):
    name = table["table_name"]
    entry = {"prefix": names.alarm_prefix(name), "alarms": []}
    if asked["state"] == "absent" or not facts:
        return entry
    if table["enabled"]:
        entry["alarms"] = [{**_actions(table, region), **alarm} for alarm in _alarms(table, facts, region, home)]
        entry["tags"] = table["tags"]
    if table["dashboard"] and region == home:
        body = alarm_dashboard.body(facts, table, home, [alarm["name"] for alarm in entry["alarms"]])
        entry["dashboard"] = {"name": names.dashboard(name, home), "body": body}
    return entry


def _alarms(table, facts, region, home):
    """The catalogue's, and at home the user's own; one of a name of the catalogue takes its place."""
    alarms = {}
    for alarm in alarm_catalogue.of_table(facts, table, region, home):
        name = names.alarm(table["table_name"], alarm["name"])
        alarms[name] = {**alarm, "name": name}
    alarms.update({alarm["name"]: alarm for alarm in custom(table)} if region == home else {})
    return list(alarms.values())


def _named_into(alarm, beginning):
    name = alarm.get("name")
    if not isinstance(name, str) or name.startswith(beginning):
        return alarm
    return {**alarm, "name": beginning + name}


def _actions(table, region):
    ok = table["actions"] if table["ok_actions"] is None else table["ok_actions"]
    return {"alarm_actions": actions(table["actions"], region), "ok_actions": actions(ok, region)}


def _purged(result, prefixes):
    """Of one region, the alarms of each set that are there and not declared."""
    extra = {prefix: [] for prefix in prefixes}
    for name in result["unlisted"]:
        (beginning,) = [prefix for prefix in extra if name.startswith(prefix)]
        extra[beginning].append(name)
    return [{"prefix": prefix, "state": "absent", "names": found} for prefix, found in extra.items() if found]


def _gone(table_name):
    return {"prefix": names.alarm_prefix(table_name), "state": "absent"}


def _named(asked, home):
    """(table, region) for each region that a table's set at home names and that is declared no more."""
    for table in asked["tables"]:
        beginning = f"{names.alarm_prefix(table['table_name'])}replication-latency/"
        for name in home["unlisted"]:
            region = name[len(beginning) :]
            if name.startswith(beginning) and REGION.fullmatch(region):
                yield table["table_name"], region
