# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The status of a table: whether it exists, and whether an operation is in progress."""

from __future__ import annotations

from ..core.errors import AwsError, StackkitError
from ..core.wait import wait_until

# The states that a table does not leave by itself (R34).
STUCK = ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVING", "ARCHIVED", "REPLICATION_NOT_AUTHORIZED")

MAX_UNSEEN = 40  # reads, which take more than five minutes


def describe(region, name):
    """DescribeTable's description; None if the table does not exist. Raises AwsError."""
    try:
        return region.call("describe_table", action=f"read table {name}", TableName=name)["Table"]
    except AwsError as error:
        if error.code == "ResourceNotFoundException":
            return None
        raise


def is_gone(description):
    """Whether the table does not exist or is being deleted."""
    return description is None or description["TableStatus"] == "DELETING"


def in_progress(description):
    """What is in progress at a table, in words; None if nothing is. The status ACTIVE is not sufficient (R58)."""
    status = description["TableStatus"]
    if status not in ("ACTIVE", "UPDATING"):
        return f"the table is {status}"
    # Of a table that is UPDATING, AWS mostly shows what is being updated as well.
    return next(_operations(description), None) or ("the table is UPDATING" if status == "UPDATING" else None)


def _operations(description):
    for index in description.get("GlobalSecondaryIndexes", []) + description.get("VectorIndexes", []):
        if index.get("IndexStatus", "ACTIVE") != "ACTIVE":
            backfilling = ", backfilling" if index.get("Backfilling") else ""
            yield f"index {index['IndexName']} is {index['IndexStatus']}{backfilling}"
    for member in description.get("Replicas", []) + description.get("GlobalTableWitnesses", []):
        status = member.get("ReplicaStatus") or member.get("WitnessStatus")
        if status in ("CREATING", "UPDATING", "DELETING"):  # the other statuses do not end by themselves
            percentage = member.get("ReplicaStatusPercentProgress", "").rstrip("% ")
            yield f"the replica in {member['RegionName']} is {status}" + (f", {percentage} %" if percentage else "")
    for what, described in _with_warm_throughput(description):
        if described.get("WarmThroughput", {}).get("Status", "ACTIVE") != "ACTIVE":
            yield f"the warm throughput of {what} is {described['WarmThroughput']['Status']}"
    if description.get("SSEDescription", {}).get("Status") in ("ENABLING", "UPDATING", "DISABLING"):
        yield f"the encryption of the table is {description['SSEDescription']['Status']}"


def deleted_by_another_caller(name):
    return StackkitError(f"Table {name} was deleted by another caller during this run. Run the task again.")


def _with_warm_throughput(description):
    yield "the table", description
    for index in description.get("GlobalSecondaryIndexes", []):
        yield f"index {index['IndexName']}", index


_DELETING = "the table is DELETING"


def wait_until_settled(read, sleep, name, *, created=False, is_deleted=False):
    """Read until nothing is in progress -> the last description. Raises TimedOut, and StackkitError if it cannot end.

    sleep: as for wait_until.
    created: whether this run has created the table, so that AWS may not show it everywhere yet (R20). A table that is
    gone after it was shown, or is not shown for MAX_UNSEEN reads, was deleted by another caller.
    is_deleted: whether this run deletes the table, which it can do in a state of STUCK, and need not do if it is gone.
    """

    unseen = MAX_UNSEEN if created else 0

    def waiting_for(description):
        nonlocal unseen
        if description is None:
            if unseen:
                unseen -= 1
                return "AWS does not show the table yet"
            if is_deleted:
                return None
            raise deleted_by_another_caller(name)
        unseen = 0
        if description["TableStatus"] not in STUCK:
            return in_progress(description)
        if is_deleted:
            return None
        raise StackkitError(
            f"Table {name} is {description['TableStatus']} and does not leave that state by itself: "
            "check its KMS key and the policy of the key."
        )

    return wait_until(read, waiting_for, sleep)


def wait_until_gone(read, sleep, table_id):
    """Read until the table with this ID does not exist. Raises TimedOut."""

    def waiting_for(description):
        return description and description.get("TableId") == table_id and _DELETING

    wait_until(read, waiting_for, sleep)


def wait_until_not_deleting(read, sleep):
    """Read until the table does not exist, or has been created again. Raises TimedOut."""
    wait_until(read, lambda description: description and is_gone(description) and _DELETING, sleep)
