# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""All problems of the variables of the role stack. Pure."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import pace, schedule
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    REGION,
    REGION_FORM,
    did_you_mean,
    given_twice,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.wait import LONGEST_WAIT

from ..access import policies as access_policies
from ..access import resolve as access_resolve
from ..alarms import sets as alarm_sets
from ..alarms import settings as alarm_settings
from ..backup import problems as backup_problems
from ..shared import names
from ..shared.formats import ALIAS, ARN, KEY_ID
from ..shared.variables import typed
from . import alarms as stack_alarms
from . import backups as stack_backups
from . import options as stack_options
from .resolve import ON_DEMAND, PROVISIONED, resolve
from .variables import PREFIX, PROFILE, read, variable_in

STATES = ("present", "absent")
BILLING_MODES = (ON_DEMAND, PROVISIONED)
REQUIRED = "is required"


def resolved(given, profiles, omit=None):
    """Variables of a play, and the collection's profiles -> the resolved stack. omit: as in `plain`.

    With `options`, those of the module for each table, `alarms_tables` of the role alarms, `manages_access`, whether
    the role access has anything to do, `problems`, a line for each, and `shown`, the tables without their policies.
    """
    values, entries, problems = read(given, omit)
    stack = resolve(values, entries, profiles)
    stack["options"] = [
        stack_options.module_options(stack, table) if stack_options.complete(table) else None
        for table in stack["tables"]
    ]
    problems = _find(stack, values, profiles, problems)
    access = any(table.get("access") is not None for table in stack["tables"])
    return {
        **stack,
        "alarms_tables": stack_alarms.tables(stack),
        "manages_access": access or stack["state"] == "absent" or stack["vpc_endpoint"] is not None,
        "problems": problems,
        "shown": _without_policies(stack["tables"]),
    }


def _without_policies(value):
    """A value as a log may contain it."""
    if isinstance(value, list):
        return [_without_policies(entry) for entry in value]
    if isinstance(value, dict):
        hidden = {name: "(not shown)" for name in ("policy", "resource_policy") if value.get(name) is not None}
        return {**{name: _without_policies(entry) for name, entry in value.items()}, **hidden}
    return value


def _find(stack, values, profiles, problems):
    """problems: those of reading the variables, as (variable, words)."""
    problems = [*problems, *_of_stack(values), *_of_profiles(values, profiles)]
    for place in range(len(stack["tables"])):
        problems += [(variable_in(stack, place, path), words) for path, words in _of_table(stack, place)]
    problems += [(PREFIX + path, words) for path, words in _of_shared_backups(stack)]
    problems += _of_names(stack)
    # What is of a wrong type counts as unset, although it has been set.
    wrong = {path for path, words in problems if words != REQUIRED}
    told = [(path, words) for path, words in problems if words != REQUIRED or path not in wrong]
    return list(dict.fromkeys(f"{path}: {words}" for path, words in told))


def _of_stack(values):
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import tagging

    for name in ("project_name", "environment"):
        if name not in values:
            yield f"{PREFIX}{name}", REQUIRED
    if values["state"] not in STATES:
        yield f"{PREFIX}state", f"must be one of {', '.join(STATES)}"
    if "aws_region" in values and not REGION.fullmatch(values["aws_region"]):
        yield f"{PREFIX}aws_region", f"{values['aws_region']!r} is not {REGION_FORM}"
    if not 7 <= values["kms_deletion_window"] <= 30:
        yield f"{PREFIX}kms_deletion_window", "must be 7 to 30 days"
    if not 1 <= values["wait_timeout"] <= LONGEST_WAIT:
        yield f"{PREFIX}wait_timeout", f"must be 1 to {LONGEST_WAIT} seconds"
    for path, words in pace.check({"api_rate_share": values.get("api_rate_share")}):
        yield PREFIX + path, words
    for path, words in tagging.check(values["shared_tags"], "shared_tags"):
        yield PREFIX + path, words
    for path, words in access_resolve.endpoint_problems(values.get("vpc_endpoint")):
        yield f"{PREFIX}vpc_endpoint{path}", words


def _of_profiles(values, profiles):
    site = values["environments"]
    known = dict.fromkeys([*profiles, *site])
    environment = values.get("environment")
    if environment is not None and environment not in known:
        yield (
            f"{PREFIX}environment",
            f"is {environment!r}; must be one of {', '.join(known)}, or another key of {PREFIX}environments"
            + did_you_mean(environment, known),
        )
    for name, profile in site.items():
        path = f"{PREFIX}environments.{name}"
        if not isinstance(profile, dict):
            yield path, "must be a dict"
            continue
        for key in profile:
            if key not in PROFILE:
                yield f"{path}.{key}", "no such key" + did_you_mean(key, PROFILE)
        found = []
        checked = typed({key: (kind, None) for key, kind in PROFILE.items()}, profile, f"{path}.", found)
        yield from found
        if checked.get("billing_mode", BILLING_MODES[0]) not in BILLING_MODES:
            yield f"{path}.billing_mode", f"must be one of {', '.join(BILLING_MODES)}"


def _of_names(stack):
    """Tables of one run must differ in their names."""
    full_names = [table["name"] for table in stack["tables"]]
    for place, first in given_twice(full_names).items():
        yield f"{PREFIX}tables[{place}].table_name", f"{full_names[place]} is also the name of {PREFIX}tables[{first}]"


def _of_table(stack, place):
    """Yields (variable, words) for one resolved table."""
    table, options = stack["tables"][place], stack["options"][place]
    regions = dict(_of_regions(table))
    yield from regions.items()
    of_module = list(_of_module(stack, options)) if options else []
    of_module = [(path, words) for path, words in of_module if path.removesuffix(".region") not in regions]
    if stack["state"] == "absent":
        yield from of_module
        return
    for name in ("hash_key", "attributes"):
        if not table.get(name):
            yield name, REQUIRED
    if table.get("billing_mode") not in BILLING_MODES:
        yield "billing_mode", f"must be one of {', '.join(BILLING_MODES)}"
    yield from _of_attributes(table)
    yield from _of_key(table)
    yield from _of_capacity(table)
    yield from _of_scaling(table)
    if table["enable_global_tables"]:
        yield from _of_replicas(stack, table)
    stream = (table.get("kinesis_stream") or {}).get("stream_arn")
    if stream and not ARN.fullmatch(str(stream)):
        yield "kinesis_stream.stream_arn", f"{stream} is not an ARN"
    yield from _of_backups(stack, table)
    yield from of_module
    yield from _of_access(table, options if not of_module and not regions else None)
    yield from _of_alarms(stack, table)


def _of_attributes(table):
    """A new table needs the types of all its keys, so the role always requires them."""
    types = [str(attribute.get("name")) for attribute in table["attributes"]]
    keys = [table.get("hash_key"), table.get("range_key")]
    for index in table["global_secondary_indexes"] + table["local_secondary_indexes"]:
        keys += [index.get("hash_key"), index.get("range_key")]
        keys += [*_listed(index, "hash_keys"), *_listed(index, "range_keys")]
    for name in dict.fromkeys(str(key) for key in keys if key):
        if types and name not in types:
            yield "attributes", f"must contain the type of the key attribute {name}"


def _listed(index, option):
    return index[option] if isinstance(index.get(option), list) else []


def _of_key(table):
    key = table.get("kms_key_id")
    if key is None:
        return
    if not table["server_side_encryption_enabled"]:
        yield "kms_key_id", f"has no effect while {PREFIX}server_side_encryption_enabled is false"
    elif table["create_kms_key"]:
        yield "kms_key_id", f"is used only if {PREFIX}create_kms_key is false"
    if not any(form.fullmatch(key) for form in (ARN, KEY_ID, ALIAS)):
        yield "kms_key_id", f"{key} is not the ARN, ID or alias of a key"


def _of_capacity(table):
    """Also of an on-demand table, which may become provisioned."""
    for kind in ("read", "write"):
        if table[f"{kind}_capacity"] < 1:
            yield f"{kind}_capacity", "must be 1 or more"


def _of_scaling(table):
    for kind in ("read", "write"):
        beginning = f"autoscaling_{kind}_"
        least, most = table[f"{beginning}min_capacity"], table[f"{beginning}max_capacity"]
        if not 1 <= least <= most:
            yield f"{beginning}min_capacity", f"is {least}; must be 1 to {most}, the maximum"
        if not 20 <= table[f"{beginning}target_value"] <= 90:
            yield f"{beginning}target_value", "must be 20 to 90 percent"
        for place, action in enumerate(table.get(f"{beginning}scheduled_actions") or []):
            problem = schedule.problem(action.get("schedule"))
            if problem:
                yield f"{beginning}scheduled_actions[{place}].schedule", problem


def _of_replicas(stack, table):
    if stack["profile"].get("global_tables") is False:
        yield (
            "enable_global_tables",
            f"the profile of {stack['environment']} has global_tables: false; to allow them, set"
            f" {PREFIX}environments: {{{stack['environment']}: {{global_tables: true}}}}",
        )
    if not table["replicas"]:
        yield "replica_regions", f"must not be empty if {PREFIX}enable_global_tables is true"


def _of_regions(table):
    for place, replica in enumerate(table["replicas"]):
        region = replica.get("region")
        if not isinstance(region, str) or not REGION.fullmatch(region):
            yield f"replica_regions[{place}]", f"{region!r} is not {REGION_FORM}"


def _of_access(table, options):
    """options: of a table that is right itself, or None; then the length of a policy is not checked."""
    entries = table.get("access") or []
    found = [(f"access{path}", words) for path, words in access_policies.problems(entries)]
    yield from found
    if found or not options:
        return
    # The module's options have the form of the declaration that it returns.
    facts = {"table_arn": access_resolve.UNKNOWN_TABLE + table["name"], "declaration": options}
    for place, entry in enumerate(entries):
        length = access_policies.length(access_policies.document(entry, facts))
        if length > access_policies.LONGEST_DOCUMENT:
            words = f"becomes a policy of {length} characters; IAM allows {access_policies.LONGEST_DOCUMENT}"
            yield f"access[{place}]", words


def _of_shared_backups(stack):
    shared = {**stack["backup"], "state": "present", "region": None}
    for path, words in backup_problems.of_shared(shared):
        if path.startswith(("kms_key_id", "vault_lock")):
            yield f"backup_{path}", words


def _of_backups(stack, table):
    entry = {**stack_backups.entry(table), "plan": names.backup_plan(table["name"])}
    shared = {**stack["backup"], "region": stack["region"]}
    for path, words in backup_problems.of_table(entry, shared, f"{PREFIX}backup_"):
        name = path.partition("[")[0]
        if name in stack_backups.OF_TABLE:
            yield stack_backups.OF_TABLE[name] + path[len(name) :], words


def _of_alarms(stack, table):
    known = {name: default for name, (_kind, default) in alarm_settings.OF_TABLE.items()}
    asked = {name: table[variable] for name, variable in stack_alarms.FROM.items() if table.get(variable) is not None}
    faults = list(alarm_settings.of_table({**known, **asked}, stack["region"]))
    for path, words in faults:
        name = path.partition("[")[0].partition(".")[0]
        yield stack_alarms.FROM.get(name, name) + path[len(name) :], words
    actions = table["alarm_actions"]
    if faults or not actions or not table["create_cloudwatch_alarms"] or not stack["region"]:
        return
    regions = [stack["region"], *(replica.get("region") for replica in table["replicas"])]
    if not any(alarm_sets.actions(actions, region) for region in regions):
        words = f"an alarm can notify only its own Region, and none of these is in {', '.join(map(str, regions))}"
        yield "alarm_actions", words


def _of_module(stack, options):
    """What the module itself would reject, before anything else is called."""
    # Imported here, so that only tasks that need it spend a tenth of a second on it.
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request

    def check(entry):
        return request.check_table({**entry, "region": stack["region"]})

    for path, words in validation.validated(request.TABLE_SPEC, options, check)[1]:
        yield stack_options.variable_of(path), words
