# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role stack: which there are, of what type, and what a user gave.

The defaults here are those of the role's defaults/main.yml (a test compares them): a play may set a variable to null,
which hides the role's default and means it all the same.
"""

from __future__ import annotations

import difflib

PREFIX = "stack_"

# {variable: (type, default)} of what belongs to one table. An entry of stack_tables may hold each, without the prefix.
OF_TABLE = dict(
    table_name=("str", "main"),
    hash_key=("str", None),
    range_key=("str", None),
    attributes=("list of dicts", []),
    billing_mode=("str", None),
    read_capacity=("int", 5),
    write_capacity=("int", 5),
    global_secondary_indexes=("list of dicts", []),
    local_secondary_indexes=("list of dicts", []),
    vector_indexes=("list of dicts", None),
    purge_indexes=("bool", False),
    ttl_enabled=("bool", False),
    ttl_attribute_name=("str", "expires_at"),
    point_in_time_recovery_enabled=("bool", None),
    point_in_time_recovery_days=("int", 35),
    server_side_encryption_enabled=("bool", True),
    create_kms_key=("bool", True),
    kms_key_id=("str", None),
    stream_enabled=("bool", None),
    stream_view_type=("str", "NEW_AND_OLD_IMAGES"),
    table_class=("str", "STANDARD"),
    enable_global_tables=("bool", False),
    replica_regions=("list", []),
    purge_replicas=("bool", False),
    multi_region_consistency=("str", None),
    witness_region=("str", None),
    disassociation_protection=("bool", None),
    enable_autoscaling=("bool", True),
    autoscaling_read_min_capacity=("int", 5),
    autoscaling_read_max_capacity=("int", 40000),
    autoscaling_read_target_value=("number", 70.0),
    autoscaling_read_scale_in_cooldown=("int", None),
    autoscaling_read_scale_out_cooldown=("int", None),
    autoscaling_read_disable_scale_in=("bool", None),
    autoscaling_read_scheduled_actions=("list of dicts", None),
    autoscaling_write_min_capacity=("int", 5),
    autoscaling_write_max_capacity=("int", 40000),
    autoscaling_write_target_value=("number", 70.0),
    autoscaling_write_scale_in_cooldown=("int", None),
    autoscaling_write_scale_out_cooldown=("int", None),
    autoscaling_write_disable_scale_in=("bool", None),
    autoscaling_write_scheduled_actions=("list of dicts", None),
    on_demand_throughput=("dict", None),
    warm_throughput=("dict", None),
    kinesis_stream=("dict", None),
    enable_contributor_insights=("bool", False),
    contributor_insights_mode=("str", None),
    resource_policy=("policy", None),
    access=("list of dicts", None),
    enable_backup=("bool", None),
    backup_schedule=("str", "cron(0 2 ? * * *)"),
    backup_cold_storage_after=("int", None),
    backup_delete_after=("int", None),
    backup_copy_to=("list of dicts", []),
    create_cloudwatch_alarms=("bool", True),
    create_latency_alarms=("bool", None),
    alarm_actions=("list", []),
    ok_actions=("list", None),
    read_throttle_alarm_threshold=("number", 0),
    write_throttle_alarm_threshold=("number", 0),
    alarms=("list of dicts", []),
    create_dashboard=("bool", False),
    deletion_protection_enabled=("bool", None),
    allow_recreate=("list", []),
    force_delete=("bool", False),
    common_tags=("dict", {}),
)

# What all tables of a run share.
OF_STACK = dict(
    project_name=("str", None),
    environment=("str", None),
    aws_region=("str", None),
    tables=("list of dicts", []),
    environments=("dict", {}),
    shared_tags=("dict", {}),
    vpc_endpoint=("dict", None),
    kms_deletion_window=("int", 7),
    backup_kms_key_id=("str", None),
    backup_vault_lock=("dict", None),
    backup_opt_in=("bool", False),
    shared_state_bucket=("str", None),
    shared_state_key=("str", "shared/terraform.tfstate"),
    state=("str", "present"),
    wait=("bool", True),
    wait_timeout=("int", 3600),
)

PROFILE = dict(
    billing_mode="str",
    backup="bool",
    backup_cold_storage_after="int",
    backup_delete_after="int",
    point_in_time_recovery="bool",
    deletion_protection="bool",
    global_tables="bool",
    latency_alarms="bool",
)

# What the role makes itself.
OWN = ("shared", "outputs", "outputs_by_table")

_WORDS = {
    "str": "a string",
    "int": "a whole number",
    "number": "a number",
    "bool": "true or false",
    "dict": "a dict",
    "list": "a list",
    "list of dicts": "a list of dicts",
    "policy": "a dict or JSON",
}


def read(given):
    """{variable: value} of a play -> (values without the prefix and what is unset, entries of tables, problems).

    A value of a wrong type is a problem, and then counts as unset: so the rest can be checked too.
    """
    known = {**OF_STACK, **OF_TABLE}
    defaults = {name: default for name, (kind, default) in known.items() if default is not None}
    named = {name[len(PREFIX) :]: value for name, value in given.items()}
    problems = list(misspelt(_names(given), known, PREFIX))
    values = {**defaults, **typed(known, named, PREFIX, problems)}
    # YAML takes an unquoted 1 for a number.
    values["environments"] = {str(name): profile for name, profile in values["environments"].items()}
    entries = []
    for place, entry in enumerate(values.pop("tables")):
        path = f"{PREFIX}tables[{place}]."
        for name in sorted(set(entry) - set(OF_TABLE), key=str):
            problems.append((f"{path}{name}", _unknown_in_entry(str(name))))
        entries.append(typed(OF_TABLE, entry, path, problems))
    return values, entries, problems


def strangers(given):
    """Variables with the role's prefix that it does not know: perhaps the play's own."""
    return [f"{PREFIX}{name}" for name, guess in _unknown(_names(given), {**OF_STACK, **OF_TABLE}) if not guess]


def misspelt(names, known, prefix):
    """(variable, words) for each name that is none of the known ones and near one. Names are without the prefix."""
    for name, guess in _unknown(names, known):
        if guess:
            yield f"{prefix}{name}", f"no such variable; did you mean {prefix}{guess}?"


def _names(given):
    return {name[len(PREFIX) :] for name in given} - set(OWN)


def _unknown(names, known):
    """(name, the name that was probably meant)"""
    return [(name, closest(name, known)) for name in sorted(set(names) - set(known))]


def typed(variables, given, path, problems):
    """The values that are set and of their kind; those of another kind become problems."""
    values = {}
    for name, (kind, _default) in variables.items():
        value = without_unset(given.get(name))
        if value is None:
            continue
        fits, value = _as_kind(kind, value)
        if fits:
            values[name] = value
        else:
            problems.append((f"{path}{name}", f"must be {_WORDS[kind]}{_of_a_string(kind, value)}"))
    return values


def without_unset(value):
    """As in HCL, null and "" are unset; so they are in the dicts of a list, such as an index. A tag may be empty."""
    if isinstance(value, list):
        return [_without_unset_keys(entry) if isinstance(entry, dict) else entry for entry in value]
    return None if value == "" else value


def _without_unset_keys(entry):
    return {key: value for key, value in entry.items() if value is not None and value != ""}


def closest(name, names):
    """The name that was probably meant; None where none is near."""
    near = difflib.get_close_matches(name, list(names), 1, cutoff=0.75)
    return near[0] if near else None


def _as_kind(kind, value):
    """-> (whether it fits, the value as that kind). Numbers may come as strings: old templates make nothing else."""
    if kind == "bool":
        return isinstance(value, bool), value
    if kind in ("int", "number"):
        return _as_number(int if kind == "int" else float, value)
    if kind == "str":
        return isinstance(value, (str, int, float)) and not isinstance(value, bool), str(value)
    if kind == "dict":
        return isinstance(value, dict), value
    if kind == "list":
        return isinstance(value, list), value
    if kind == "list of dicts":
        return isinstance(value, list) and all(isinstance(entry, dict) for entry in value), value
    return isinstance(value, (dict, str)), value


def _as_number(number, value):
    if isinstance(value, (bool, list, dict)):
        return False, value
    try:
        result = number(value)
    except (ValueError, OverflowError):
        return False, value
    return float(result) == float(value), result


def _of_a_string(kind, value):
    if kind == "bool" and isinstance(value, str):
        return ", and is a string; on the command line write it as JSON: -e '{\"stack_…\": true}'"
    return ""


def _unknown_in_entry(name):
    if name in OF_STACK:
        return f"belongs to all tables of a run: set {PREFIX}{name}"
    if name.startswith(PREFIX) and name[len(PREFIX) :] in OF_TABLE:
        return f"is written without its prefix here: {name[len(PREFIX) :]}"
    guess = closest(name, OF_TABLE)
    return "no such variable" + (f"; did you mean {guess}?" if guess else "")
