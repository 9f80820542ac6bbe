# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The sets of alarms of tables by Region, and the alarms that no longer apply. Pure.

Each Region of a table has a set of its own, because an alarm reads the metrics of its own Region only. The set in the
home Region names the other Regions by its alarms on replication latency. A Region that a table no longer has is found
by these alarms, even after an interrupted run, so the set there is deleted before the alarm that names it.
"""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import REGION

from ..shared import names
from . import catalogue as alarm_catalogue
from . import dashboard as alarm_dashboard

# The outputs, and the alarms whose names they are.
OUTPUTS = {
    "cloudwatch_alarm_read_throttle_id": "read-throttled",
    "cloudwatch_alarm_write_throttle_id": "write-throttled",
    "cloudwatch_alarm_read_capacity_id": "read-capacity",
    "cloudwatch_alarm_write_capacity_id": "write-capacity",
}


def resolve(asked, found):
    """What the tasks need in addition to the sets -> {state, regions, outputs, problems, warnings}.

    asked: as settings.resolve returns it. found: {region, tables: {name: {declaration, table_arn}}}; a table that does
    not exist is absent or has an empty declaration. regions: {Region: the names of its tables}, the home Region first;
    "" is the session's Region. outputs: {table: {output: value}}.
    """
    home = _home(asked, found)
    regions, unnotified = _without_actions(asked, found)
    tables = _by_region(asked, found)
    return {
        "state": asked["state"],
        "regions": {region: [table["table_name"] for table in there] for region, there in tables.items()},
        "outputs": _outputs(asked, of_region(asked, found, home)),
        "problems": [*_missing(asked, found), *unnotified],
        "warnings": [f"no alarm action is in {', '.join(regions)}; the alarms there notify nobody"]
        if regions and not unnotified
        else [],
    }


def of_region(asked, found, region):
    """The entries of the module's option `sets` for one of the Regions that `resolve` returns; they delete nothing."""
    home = _home(asked, found)
    return [
        _set(asked["state"], table, found["tables"].get(table["table_name"]) or {}, region, home)
        for table in _by_region(asked, found)[region]
    ]


def outdated(resolved, results):
    """The alarms that no longer apply -> {"replicas": [{region, sets}], "home": [{region, sets}]}, in this order.

    resolved: as `resolve` returns it. results: the module's results with its sets, by Region, the home Region first.
    """
    home = results[0]
    tables = resolved["regions"][home["item"]]
    prefixes = {region: list(map(names.alarm_prefix, there)) for region, there in resolved["regions"].items()}
    deletions = {result["item"]: _unlisted(result, prefixes[result["item"]]) for result in results}
    for name, region in _former_regions(tables, home):
        if names.alarm_prefix(name) not in prefixes.get(region, []):
            deletions.setdefault(region, []).append(_whole_set(name))
    at_home = deletions.pop(home["item"])
    if resolved["state"] == "absent":
        at_home = [
            {**_whole_set(name), "dashboard": {"name": names.dashboard(name, home["region"])}} for name in tables
        ]
    return {
        "replicas": [{"region": region, "sets": sets} for region, sets in deletions.items() if sets],
        "home": [{"region": home["item"], "sets": at_home}] if at_home else [],
    }


def actions(arns, region):
    """The actions that an alarm in a Region can invoke: those of the Region, and those without a Region (R84)."""
    return [arn for arn in arns if arn.split(":")[3] in ("", region)]


def custom(table):
    """The custom alarms of a table, each with the prefix of the table's set."""
    prefix = names.alarm_prefix(table.get("table_name") or "table")
    return [_prefixed(alarm, prefix) for alarm in table["custom"]]


def _home(asked, found):
    return found.get("region") or asked["region"] or ""


def _by_region(asked, found):
    """{Region: its tables}, with all tables in the home Region, which is the first."""
    home = _home(asked, found)
    tables = {home: []}
    for table in asked["tables"]:
        known = found["tables"].get(table["table_name"]) or {}
        for region in alarm_catalogue.regions(known.get("declaration") or {}, home):
            tables.setdefault(region, []).append(table)
    return tables


def _missing(asked, found):
    tables = asked["tables"] if asked["state"] == "present" else []
    for table in tables:
        name = table["table_name"]
        if not (found["tables"].get(name) or {}).get("declaration"):
            yield f"table {name} does not exist, so alarms cannot be created for it"


def _without_actions(asked, found):
    """The Regions whose alarms have no action although actions are given; a line for each table without any."""
    regions, lines = {}, []
    for table in asked["tables"] if asked["state"] == "present" else []:
        known = found["tables"].get(table["table_name"]) or {}
        home = found.get("region") or asked["region"]
        of_table = alarm_catalogue.regions(known.get("declaration") or {}, home)
        if not table["enabled"] or not table["actions"] or not home:
            continue
        silent = [region for region in of_table if not actions(table["actions"], region)]
        regions.update(dict.fromkeys(silent))
        if silent == of_table:
            where = f"table {table['table_name']} is in {', '.join(of_table)}"
            lines.append(f"alarms_actions: an alarm can only invoke actions in its own Region; {where}")
    return list(regions), lines


def _set(state, table, known, region, home):
    name, declaration = table["table_name"], known.get("declaration")
    entry = {"prefix": names.alarm_prefix(name), "alarms": []}
    if state == "absent" or not declaration:
        return entry
    if table["enabled"]:
        entry["alarms"] = [{**_actions(table, region), **alarm} for alarm in _alarms(table, declaration, region, home)]
        entry["tags"] = table["tags"]
    if table["dashboard"] and region == home:
        # dynamodb_stackkit returns the table's facts one level below the declaration.
        arn = known.get("table_arn") or known.get("table", {}).get("table_arn")
        body = alarm_dashboard.body(declaration, arn, table, home, [alarm["name"] for alarm in entry["alarms"]])
        entry["dashboard"] = {"name": names.dashboard(name, home), "body": body}
    return entry


def _alarms(table, declaration, region, home):
    """The alarms of the catalogue and, in the home Region, the custom ones, which replace those of the same name."""
    alarms = {}
    for alarm in alarm_catalogue.of_table(declaration, table, region, home):
        name = names.alarm(table["table_name"], alarm["name"])
        alarms[name] = {**alarm, "name": name}
    alarms.update({alarm["name"]: alarm for alarm in custom(table)} if region == home else {})
    return list(alarms.values())


def _prefixed(alarm, prefix):
    name = alarm.get("name")
    if not isinstance(name, str) or name.startswith(prefix):
        return alarm
    return {**alarm, "name": prefix + name}


def _actions(table, region):
    ok = table["actions"] if table["ok_actions"] is None else table["ok_actions"]
    return {"alarm_actions": actions(table["actions"], region), "ok_actions": actions(ok, region)}


def _outputs(asked, at_home):
    """{table: {output: the alarm's name, or None where the table has no such alarm}}. An alarm's ID is its name."""
    created = {alarm["name"] for entry in at_home for alarm in entry["alarms"]}
    result = {}
    for table in asked["tables"]:
        ids = {output: names.alarm(table["table_name"], what) for output, what in OUTPUTS.items()}
        result[table["table_name"]] = {output: name if name in created else None for output, name in ids.items()}
    return result


def _unlisted(result, prefixes):
    """Entries that delete the alarms of one Region that exist and are not declared."""
    extra = {prefix: [] for prefix in prefixes}
    for name in result["unlisted"]:
        (prefix,) = [prefix for prefix in extra if name.startswith(prefix)]
        extra[prefix].append(name)
    return [{"prefix": prefix, "state": "absent", "names": found} for prefix, found in extra.items() if found]


def _whole_set(table_name):
    return {"prefix": names.alarm_prefix(table_name), "state": "absent"}


def _former_regions(tables, home):
    """Yield (table, Region) for each Region that a table's set in the home Region names without being declared."""
    for table in tables:
        beginning = f"{names.alarm_prefix(table)}replication-latency/"
        for name in home["unlisted"]:
            region = name[len(beginning) :]
            if name.startswith(beginning) and REGION.fullmatch(region):
                yield table, region
