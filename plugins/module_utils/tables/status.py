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
    name = description["TableName"]
    if description["TableStatus"] != "ACTIVE":
        return f"table {name} is {description['TableStatus']}"
    for index in description.get("GlobalSecondaryIndexes", []) + description.get("VectorIndexes", []):
        if index.get("IndexStatus", "ACTIVE") != "ACTIVE":
            return f"index {index['IndexName']} of table {name} is {index['IndexStatus']}"
    for member in description.get("Replicas", []) + description.get("GlobalTableWitnesses", []):
        status = member.get("ReplicaStatus") or member.get("WitnessStatus")
        if status in ("CREATING", "UPDATING", "DELETING"):  # the other statuses do not end by themselves
            return f"the replica of table {name} in {member['RegionName']} is {status}"
    for what, described in _with_warm_throughput(description):
        if described.get("WarmThroughput", {}).get("Status", "ACTIVE") != "ACTIVE":
            return f"the warm throughput of {what} is {described['WarmThroughput']['Status']}"
    if description.get("SSEDescription", {}).get("Status") in ("ENABLING", "UPDATING", "DISABLING"):
        return f"the encryption of table {name} is {description['SSEDescription']['Status']}"
    return None


def deleted_by_another_caller(name):
    return StackkitError(f"Table {name} was deleted by another caller during this run. Run the task again.")


def _with_warm_throughput(description):
    yield f"table {description['TableName']}", description
    for index in description.get("GlobalSecondaryIndexes", []):
        yield f"index {index['IndexName']} of table {description['TableName']}", index


def wait_until_settled(read, deadline, name, *, created=False, is_deleted=False):
    """Read until nothing is in progress -> the last description. Raises TimedOut, and StackkitError if it cannot end.

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
                return f"AWS does not show table {name} yet"
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

    return wait_until(read, waiting_for, deadline)


def wait_until_gone(read, deadline, table_id):
    """Read until the table with this ID does not exist. Raises TimedOut."""

    def waiting_for(description):
        return description and description.get("TableId") == table_id and _deleting(description)

    wait_until(read, waiting_for, deadline)


def wait_until_not_deleting(read, deadline):
    """Read until the table does not exist, or has been created again. Raises TimedOut."""
    wait_until(read, lambda description: description and is_gone(description) and _deleting(description), deadline)


def _deleting(description):
    return f"table {description['TableName']} is DELETING"
