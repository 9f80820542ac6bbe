# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is wrong with the backups that a role is asked for, by the variables of the role backup. Pure.

The role stack has these variables too, with `stack_` before them; so it asks here as well.
"""

from __future__ import annotations

import re
from collections import Counter

from ..shared.formats import ALIAS, ARN, KEY_ID, REGION
from ..stack.variables import typed

STATES = ("present", "absent")
LOCK = dict(min_retention_days=("int", None), max_retention_days=("int", None), changeable_for_days=("int", None))
COPY = dict(vault_arn=("str", None), region=("str", None), delete_after=("int", None), cold_storage_after=("int", None))
LIFECYCLE = ("cold_storage_after", "delete_after")
ROLE_NAME = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)


def never(days):
    """HCL has 0 for never, and AWS -1."""
    return days in (0, -1)


def of_shared(shared):
    """Yields (variable, words)."""
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request

    if shared["state"] not in STATES:
        yield "state", f"must be one of {', '.join(STATES)}"
    if shared["region"] is not None and not REGION.fullmatch(shared["region"]):
        yield "region", f"{shared['region']} is no region"
    if not request.VAULT_NAME.fullmatch(shared["vault_name"]):
        yield "vault_name", request.VAULT_NAME_FAULT
    if not ROLE_NAME.fullmatch(shared["role_name"]):
        yield "role_name", "must be a role's name, of up to 64 letters, digits and + = , . @ _ -"
    key = shared["kms_key_id"]
    if key is not None and not any(form.fullmatch(key) for form in (ARN, KEY_ID, ALIAS)):
        yield "kms_key_id", f"{key} is no ARN, key ID or alias of a key"
    yield from of_lock(shared["vault_lock"])


def of_lock(lock):
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request

    for name in sorted(set(lock or {}) - set(LOCK)):
        yield f"vault_lock.{name}", f"no such key; there are {', '.join(LOCK)}"
    found = []
    days = typed(LOCK, lock or {}, "vault_lock.", found)
    yield from found
    yield from ((f"vault_lock.{option}", words) for option, words in request.lock_faults(days))


def of_table(table, shared, prefix):
    """Yields (variable, words) for one table. prefix: of the variables that the words name."""
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request, schedule

    resource = table["table"]
    if not resource:
        yield "table", "is required"
    elif not ARN.fullmatch(resource) and not request.TABLE_NAME.fullmatch(resource):
        yield "table", f"{resource} is neither an ARN nor a table's name"
    elif not request.NAME.fullmatch(table["plan"]):
        yield "plan", "must be a plan's name, of up to 50 letters, digits, - . and _"
    if not table["enabled"]:
        return
    problem = schedule.fault(table["schedule"])
    if problem:
        yield "schedule", problem
    yield from _of_lifecycle(table, shared["vault_lock"], prefix)
    yield from _of_copies(table, shared, prefix)


def of_plans(tables):
    """Yields (place, words) of the tables whose plan is another's too."""
    plans = Counter(table["plan"] for table in tables)
    for place, table in enumerate(tables):
        if plans[table["plan"]] > 1:
            yield place, f"{table['plan']} is the plan of another entry too"


def _of_lifecycle(days, lock, prefix):
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request

    for option in LIFECYCLE:
        if not never(days[option]) and not 1 <= days[option] <= request.LONGEST:
            yield option, f"must be 1 to {request.LONGEST} days, or -1 for never"
            return
    cold, delete = (None if never(days[option]) else days[option] for option in LIFECYCLE)
    problem = request.lifecycle_fault(delete, cold)
    if problem:
        yield "delete_after", f"{problem}; or set {prefix}cold_storage_after to -1, which is never"
    found = typed(LOCK, lock or {}, "", [])
    least, most = found.get("min_retention_days"), found.get("max_retention_days")
    of_lock = f"and {prefix}vault_lock lets no backup be kept"
    if least and delete and delete < least:
        yield "delete_after", f"is {delete} days, {of_lock} for less than {least}"
    if most and (delete is None or delete > most):
        yield "delete_after", f"is {f'{delete} days' if delete else 'never'}, {of_lock} for more than {most} days"


def _of_copies(table, shared, prefix):
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request

    places = {}
    for place, copy in enumerate(table["copy_to"]):
        path, found = f"copy_to[{place}]", []
        yield from ((f"{path}.{name}", "no such key") for name in sorted(set(copy) - set(COPY)))
        days = {**{option: table[option] for option in LIFECYCLE}, **typed(COPY, copy, f"{path}.", found)}
        yield from found
        arn, region = days.get("vault_arn"), days.get("region")
        if (arn is None) == (region is None):
            yield path, "takes either vault_arn, or region for the vault of the same name there"
        elif arn is not None and not request.VAULT_ARN.fullmatch(arn):
            yield f"{path}.vault_arn", f"{arn} is no backup vault's ARN"
        elif region is not None and not REGION.fullmatch(region):
            yield f"{path}.region", f"{region} is no region"
        elif region is not None and region == shared["region"]:
            yield f"{path}.region", f"{region} is the table's own region"
        elif (arn or region) in places:
            yield path, f"{arn or region} is {places[arn or region]}'s too"
        places.setdefault(arn or region, path)
        lock = shared["vault_lock"] if region else None
        yield from ((f"{path}.{option}", words) for option, words in _of_lifecycle(days, lock, prefix))
