# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role backup, resolved and checked. The role stack checks its own for backups here too. Pure."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import schedule
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    NAME,
    REGION,
    REGION_FORM,
    ROLE_NAME,
    did_you_mean,
    given_twice,
)

from ..shared.formats import ALIAS, ARN, KEY_ID
from ..shared.variables import declared, misspelt, plain, typed
from .variables import (
    COPY,
    LIFECYCLE,
    LOCK,
    OF_TABLE,
    PER_TABLE,
    PREFIX,
    copy_regions,
    named,
    never,
    read_entry,
)

STATES = ("present", "absent")


def resolved(given, variables=(), omit=None):
    """{variable without its prefix: value} -> the resolved variables with `problems`, one line each.

    variables: the names of all variables of the play with the prefix. Only those similar to a known one are problems.
    omit: as in `plain`.
    """
    known = declared("backup")
    given, problems = plain(given, PREFIX, omit)
    problems += misspelt([name[len(PREFIX) :] for name in variables], known, PREFIX)
    defaults = {name: default for name, (_kind, default) in known.items()}
    values = {**defaults, **typed(known, given, PREFIX, problems)}
    shared = {name: values[name] for name in known if name not in ("tables", *PER_TABLE)}
    entries = [read_entry(entry, f"{PREFIX}tables[{place}]", problems) for place, entry in enumerate(values["tables"])]
    tables = [named({**{name: values[name] for name in OF_TABLE}, **entry}, own=list(entry)) for entry in entries]
    problems += [(PREFIX + path, words) for path, words in of_shared(shared)]
    for place, (entry, table) in enumerate(zip(entries, tables)):
        for path, words in of_table(table, shared, PREFIX):
            variable = path.partition("[")[0]
            own = variable in entry or variable not in OF_TABLE
            problems.append((f"{PREFIX}tables[{place}].{path}" if own else PREFIX + path, words))
    for place, first in given_twice([table["plan"] for table in tables]).items():
        words = f"{tables[place]['plan']} is also the plan of {PREFIX}tables[{first}]"
        problems.append((f"{PREFIX}tables[{place}].table", words))
    return {
        **shared,
        "tables": tables,
        "enabled": any(table["enabled"] for table in tables),
        "copy_regions": copy_regions(tables),
        "problems": list(dict.fromkeys(f"{path}: {words}" for path, words in problems)),
    }


def of_shared(shared):
    """Yield (variable, problem) of what the tables share."""
    if shared["state"] not in STATES:
        yield "state", f"must be one of {', '.join(STATES)}"
    if shared["region"] is not None and not REGION.fullmatch(shared["region"]):
        yield "region", f"{shared['region']!r} is not {REGION_FORM}"
    if not request.VAULT_NAME.fullmatch(shared["vault_name"]):
        yield "vault_name", request.VAULT_NAME_FAULT
    if not ROLE_NAME.fullmatch(shared["role_name"]):
        yield "role_name", "must be 1 to 64 letters, digits and + = , . @ _ -"
    key = shared["kms_key_id"]
    if key is not None and not any(form.fullmatch(key) for form in (ARN, KEY_ID, ALIAS)):
        yield "kms_key_id", f"{key} is not the ARN, the ID or the alias of a KMS key"
    yield from of_lock(shared["vault_lock"])


def of_lock(lock):
    for name in sorted(set(lock or {}) - set(LOCK)):
        yield f"vault_lock.{name}", f"no such key{did_you_mean(name, LOCK)}; the keys are {', '.join(LOCK)}"
    found = []
    days = typed(LOCK, lock or {}, "vault_lock.", found)
    yield from found
    yield from ((f"vault_lock.{option}", words) for option, words in request.lock_faults(days))


def of_table(table, shared, prefix):
    """Yield (variable, problem) of one table. prefix: of the variables that problems name."""
    resource = table["table"]
    if not resource:
        yield "table", "is required"
    elif not ARN.fullmatch(resource) and not NAME.fullmatch(resource):
        yield "table", f"{resource} is neither an ARN nor the name of a table"
    elif not request.NAME.fullmatch(table["plan"]):
        yield "plan", "must be 1 to 50 letters, digits, - . and _"
    if not table["enabled"]:
        return
    problem = schedule.problem(table["schedule"], [schedule.CRON])
    if problem:
        yield "schedule", problem
    yield from _of_lifecycle(table, shared["vault_lock"], prefix)
    yield from _of_copies(table, shared, prefix)


def _of_lifecycle(days, lock, prefix):
    for option in LIFECYCLE:
        if not never(days[option]) and not 1 <= days[option] <= request.LONGEST:
            yield option, f"must be 1 to {request.LONGEST} days, or -1 for never"
            return
    cold, delete = (None if never(days[option]) else days[option] for option in LIFECYCLE)
    problem = request.lifecycle_fault(delete, cold)
    if problem:
        yield "delete_after", f"{problem}; or set {prefix}cold_storage_after to -1 for never"
    found = typed(LOCK, lock or {}, "", [])
    least, most = found.get("min_retention_days"), found.get("max_retention_days")
    of_lock = f"{prefix}vault_lock requires a retention of"
    if least and delete and delete < least:
        yield "delete_after", f"is {delete} days; {of_lock} at least {least} days"
    if most and (delete is None or delete > most):
        yield "delete_after", f"is {f'{delete} days' if delete else 'never'}; {of_lock} at most {most} days"


def _of_copies(table, shared, prefix):
    targets = [copy.get("vault_arn") or copy.get("region") for copy in table["copy_to"]]
    for place, first in given_twice(targets).items():
        if targets[place]:
            yield f"copy_to[{place}]", f"{targets[place]} is also the target of copy_to[{first}]"
    for place, copy in enumerate(table["copy_to"]):
        path, found = f"copy_to[{place}]", []
        yield from (
            (f"{path}.{name}", "no such key" + did_you_mean(name, COPY)) for name in sorted(set(copy) - set(COPY))
        )
        days = {**{option: table[option] for option in LIFECYCLE}, **typed(COPY, copy, f"{path}.", found)}
        yield from found
        arn, region = days.get("vault_arn"), days.get("region")
        if (arn is None) == (region is None):
            yield path, "requires either vault_arn, or region for the vault with the same name there"
        elif arn is not None and not request.VAULT_ARN.fullmatch(arn):
            yield f"{path}.vault_arn", f"{arn} is not the ARN of a backup vault"
        elif region is not None and not REGION.fullmatch(region):
            yield f"{path}.region", f"{region!r} is not {REGION_FORM}"
        elif region is not None and region == shared["region"]:
            yield f"{path}.region", f"{region} is the Region of the table itself"
        lock = shared["vault_lock"] if region else None
        yield from ((f"{path}.{option}", words) for option, words in _of_lifecycle(days, lock, prefix))
