# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of backup vaults and plans, and the checks before the first call to AWS."""

from __future__ import annotations

import re

from ..core import schedule, tagging
from ..core.patterns import NAME as TABLE_NAME
from ..core.patterns import (
    REGION,
    REGION_FORM,
    given_twice,
    partition_of,
    partition_problem,
    region_problem,
)

LIFECYCLE = dict(delete_after=dict(type="int"), cold_storage_after=dict(type="int"))
COPY = dict(vault_arn=dict(type="str", required=True), **LIFECYCLE)
PLAN = dict(
    state=dict(type="str", choices=["present", "absent"], default="present"),
    name=dict(type="str", required=True),
    vault=dict(type="str"),
    schedule=dict(type="str"),
    timezone=dict(type="str"),
    start_window=dict(type="int"),
    completion_window=dict(type="int"),
    **LIFECYCLE,
    copies=dict(type="list", elements="dict", options=COPY),
    recovery_point_tags=dict(type="dict"),
    resources=dict(type="list", elements="str"),
    role_arn=dict(type="str"),
    tags=dict(type="dict"),
)
LOCK = dict(
    min_retention_days=dict(type="int"),
    max_retention_days=dict(type="int"),
    changeable_for_days=dict(type="int"),
)
VAULT = dict(
    state=dict(type="str", choices=["present", "absent"], default="present"),
    name=dict(type="str", required=True),
    region=dict(type="str"),
    kms_key_id=dict(type="str", no_log=False),
    tags=dict(type="dict"),
    lock=dict(type="dict", options=LOCK),
    role_arn=dict(type="str"),
    gone_plans=dict(type="list", elements="str", default=[]),
)
MODULE_SPEC = dict(
    vaults=dict(type="list", elements="dict", default=[], options=VAULT),
    plans=dict(type="list", elements="dict", default=[], options=PLAN),
    opt_in=dict(type="bool", default=False),
)

# R91, like the other checks.
NAME = re.compile(r"[A-Za-z0-9._-]{1,50}")
VAULT_NAME = re.compile(r"[A-Za-z0-9_-]{2,50}")
VAULT_NAME_FAULT = "must be 2 to 50 letters, digits, - and _"
VAULT_ARN = re.compile(
    r"arn:[\w-]+:backup:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):backup-vault:(?P<name>[\w-]{2,50})"
)
ROLE_ARN = re.compile(r"arn:(?P<partition>[\w-]+):iam::(?P<account>\d{12}):role/.+")
MOST_RESOURCES = 500
MOST_WITH_WILDCARDS = 30  # R93
LONGEST = 36500  # days
LONGEST_START = 52560000  # minutes
COLD_FOR = 90  # the minimum number of days in cold storage
NEVER = -1
SHORTEST_GRACE = 3  # days until a lock can no longer be changed (R96)


def check(params, region):
    """(option path, problem) of what the spec cannot express. region: None where none is known."""
    yield from _vaults_faults(params.get("vaults") or [], region)
    yield from _plans_faults(params.get("plans") or [], region)


def _vaults_faults(vaults, region):
    """A vault without a Region is in the Region of the task."""
    for place, first in given_twice([(entry["name"], entry["region"] or region) for entry in vaults]).items():
        yield f"vaults[{place}].name", f"{vaults[place]['name']} is also the name of vaults[{first}]"
    for place, entry in enumerate(vaults):
        path = f"vaults[{place}]"
        if not VAULT_NAME.fullmatch(entry["name"]):
            yield f"{path}.name", VAULT_NAME_FAULT
        if entry["region"] is not None and not REGION.fullmatch(entry["region"]):
            yield f"{path}.region", f"{entry['region']!r} is not {REGION_FORM}"
        elif None not in (entry["region"], region) and partition_of(entry["region"]) != partition_of(region):
            yield f"{path}.region", f"{entry['region']} is not in {partition_of(region)}, the partition of {region}"
        if entry["role_arn"] is not None:
            yield from _role_faults(entry, path)
        if entry["state"] == "present":
            problem = region_problem(entry["kms_key_id"] or "", entry["region"] or region)
            if problem:
                yield f"{path}.kms_key_id", problem
            yield from tagging.check(entry["tags"], f"{path}.tags")
            yield from ((f"{path}.lock.{option}", problem) for option, problem in lock_faults(entry["lock"] or {}))


def _role_faults(entry, path):
    if entry["state"] == "present":
        yield f"{path}.role_arn", "is only allowed with state: absent"
    if not ROLE_ARN.fullmatch(entry["role_arn"]):
        yield f"{path}.role_arn", f"{entry['role_arn']} is not the ARN of an IAM role"


def lock_faults(lock):
    """Yield (option, problem) of a lock (R96)."""
    least, most, grace = (lock.get(option) for option in LOCK)
    for option, days in (("min_retention_days", least), ("max_retention_days", most)):
        if days is not None and not 1 <= days <= LONGEST:
            yield option, f"must be 1 to {LONGEST} days"
    if least and most and least > most:
        yield "min_retention_days", f"is {least}, more than max_retention_days, which is {most}"
    if grace is not None and not SHORTEST_GRACE <= grace <= LONGEST:
        yield "changeable_for_days", f"must be {SHORTEST_GRACE} to {LONGEST} days"


def _plans_faults(plans, region):
    for place, first in given_twice([entry["name"] for entry in plans]).items():
        yield f"plans[{place}].name", f"{plans[place]['name']} is also the name of plans[{first}]"
    for place, entry in enumerate(plans):
        path = f"plans[{place}]"
        if not NAME.fullmatch(entry["name"]):
            yield f"{path}.name", "must be 1 to 50 letters, digits, - . and _"
        if entry["state"] == "present":
            yield from ((f"{path}.{option}", problem) for option, problem in _plan_faults(entry))
            yield from ((f"{path}.{option}", problem) for option, problem in _partition_faults(entry, region))


def lifecycle_fault(delete_after, cold_storage_after):
    """What is wrong with the two together, in words; None if they are valid (R91)."""
    if delete_after and cold_storage_after and delete_after - cold_storage_after < COLD_FOR:
        earliest = cold_storage_after + COLD_FOR
        return (
            f"is {delete_after} days; a recovery point that moves to cold storage after {cold_storage_after} days stays"
            f" there for at least {COLD_FOR} days, so the value must be {earliest} or more"
        )
    return None


def _plan_faults(entry):
    if entry["vault"] is not None and not VAULT_NAME.fullmatch(entry["vault"]):
        yield "vault", VAULT_NAME_FAULT
    if entry["schedule"] is not None:
        problem = schedule.problem(entry["schedule"], [schedule.CRON])
        if problem:
            yield "schedule", problem
    if entry["start_window"] is not None and not 60 <= entry["start_window"] <= LONGEST_START:
        yield "start_window", f"must be 60 to {LONGEST_START} minutes"
    yield from _lifecycle_faults(entry)
    yield from _copies_faults(entry["copies"] or [])
    yield from tagging.check(entry["recovery_point_tags"], "recovery_point_tags")
    yield from tagging.check(entry["tags"], "tags")
    yield from _selection_faults(entry)


def _partition_faults(entry, region):
    """The role, the resources, and the vaults of the copies are in the partition of the Region (R130)."""
    arns = {"role_arn": entry["role_arn"] or ""}
    arns.update({f"resources[{place}]": arn for place, arn in enumerate(entry["resources"] or [])})
    arns.update({f"copies[{place}].vault_arn": copy["vault_arn"] for place, copy in enumerate(entry["copies"] or [])})
    for option, arn in arns.items():
        problem = partition_problem(arn, region)
        if problem:
            yield option, problem


def _lifecycle_faults(entry):
    for option in LIFECYCLE:
        days = entry[option]
        if days is not None and days != NEVER and not 1 <= days <= LONGEST:
            yield option, f"must be 1 to {LONGEST} days, or {NEVER} for never"
            return
    given = [entry[option] for option in LIFECYCLE]
    problem = lifecycle_fault(*(days if days != NEVER else None for days in given))
    if problem:
        yield "delete_after", problem


def _copies_faults(copies):
    for place, first in given_twice([copy["vault_arn"] for copy in copies]).items():
        yield f"copies[{place}].vault_arn", f"{copies[place]['vault_arn']} is also the vault of copies[{first}]"
    for place, copy in enumerate(copies):
        path, arn = f"copies[{place}]", copy["vault_arn"]
        if not VAULT_ARN.fullmatch(arn):
            yield f"{path}.vault_arn", f"{arn} is not the ARN of a backup vault"
        yield from ((f"{path}.{option}", problem) for option, problem in _lifecycle_faults(copy))


def _selection_faults(entry):
    resources = entry["resources"]
    most = MOST_WITH_WILDCARDS if any("*" in arn for arn in resources or []) else MOST_RESOURCES
    if resources is not None and not 1 <= len(resources) <= most:
        yield "resources", f"must be 1 to {MOST_RESOURCES} ARNs, or up to {MOST_WITH_WILDCARDS} if one has a wildcard"
    for place, arn in enumerate(resources or []):
        if arn == "*" or arn.startswith("arn:"):
            continue
        if not TABLE_NAME.fullmatch(arn):
            yield f"resources[{place}]", f"{arn} is neither an ARN nor the name of a table"
        elif entry["role_arn"] is None:
            yield f"resources[{place}]", "the name of a table requires role_arn, which contains the account"
    if entry["role_arn"] is not None and not ROLE_ARN.fullmatch(entry["role_arn"]):
        yield "role_arn", f"{entry['role_arn']} is not the ARN of an IAM role"
