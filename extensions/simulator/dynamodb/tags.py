# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid, limit_exceeded, not_found
from ..tagging.index import publish
from .find import table_by_arn
from .state import Table

MAX_TAGS = 50
# Letters and digits of any script, spaces and some punctuation.
ALLOWED = re.compile(r"[\w\s+\-=.:/@]*")


def check_new(tags: list[dict[str, str]], have: dict[str, str] | None = None) -> None:
    """Validate tags. One invalid tag fails the whole request (R60)."""
    keys = [tag["Key"] for tag in tags]
    for tag in tags:
        _check_key(tag["Key"])
        if not ALLOWED.fullmatch(tag["Value"]):
            raise invalid(f"The Tag Value provided is invalid, Value: {tag['Value']}")
        if keys.count(tag["Key"]) > 1:
            raise invalid(f"Duplicate Tag Keys provided as input: Duplicate Tag Key found {tag['Key']}")
    if len(set(keys) | set(have or {})) > MAX_TAGS:
        raise _too_many_tags()


def _check_key(key: str) -> None:
    if key.lower().startswith("aws:"):
        raise invalid(f"Tag Key cannot be prefixed with aws:, Key: {key}")
    if not ALLOWED.fullmatch(key):
        raise invalid(f"The Tag Key provided is invalid, Key: {key}")


def _too_many_tags():
    return invalid("Number of Tags exceed the current limit for the provided ResourceArn")


def tag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    if not request["Tags"]:
        raise invalid("Atleast one Tag needs to be provided as Input.")
    table = _writable_table(ctx, request["ResourceArn"])
    check_new(request["Tags"], table.tags.values)
    pairs = {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    if not table.tags.in_flight.items() <= pairs.items():
        _check_not_locked(ctx, table)
    if not pairs.items() <= table.tags.values.items():
        table.tags.values.update(pairs)
        _lock(ctx, table, pairs)
    return {}


def untag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    if not request["TagKeys"]:
        raise invalid("Atleast one Tag Key needs to be provided as Input.")
    if len(request["TagKeys"]) > MAX_TAGS:
        raise _too_many_tags()
    table = _writable_table(ctx, request["ResourceArn"])
    _check_not_locked(ctx, table)
    present = [key for key in request["TagKeys"] if key in table.tags.values]
    for key in present:
        del table.tags.values[key]
    if present:
        _lock(ctx, table, {})
    return {}


def list_tags_of_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    # R20: AWS's answers are stale for a second or two; these are not.
    table = _table_of_tags(ctx, request["ResourceArn"])
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(table.tags.values.items())]}


def _writable_table(ctx: Context, arn: str) -> Table:
    table = table_by_arn(ctx, arn)
    if table.status == "DELETING":
        raise in_use(f"Table is being deleted: {table.name}")
    return _table_of_tags(ctx, arn)


def _table_of_tags(ctx: Context, arn: str) -> Table:
    """Return the table. AWS stores tags elsewhere, so a CREATING or DELETING table is not found."""
    table = table_by_arn(ctx, arn)
    if table.status in ("CREATING", "DELETING"):
        raise not_found(f"ResourceArn: {arn} not found")
    return table


def _check_not_locked(ctx: Context, table: Table) -> None:
    if ctx.world.now < table.tags.locked_until:
        raise limit_exceeded(f"Table tags are being updated: {table.name}")


def _lock(ctx: Context, table: Table, pairs: dict[str, str]) -> None:
    """R53: for a second or two after a write, AWS accepts only a write that contains it."""
    publish(ctx, table.arn, table.tags.values)
    table.tags.in_flight = pairs or {"": ""}
    table.tags.locked_until = ctx.world.now + ctx.world.durations.tag_lock
    ctx.world.schedule(ctx.world.durations.tag_lock, _unlock, ctx, table)


def _unlock(ctx: Context, table: Table) -> None:
    if ctx.world.now >= table.tags.locked_until:
        table.tags.in_flight = {}
