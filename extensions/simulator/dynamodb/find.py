# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re

from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter, not_found
from ..core.regions import partition_of
from .state import Region, Table

NAME = re.compile(r"[a-zA-Z0-9_.-]+")
ARN = re.compile(r"arn:([\w-]+):dynamodb:([a-z0-9-]+):(\d{12}):table/([a-zA-Z0-9_.-]{3,255})")


def tables_of(ctx: Context) -> dict[str, Table]:
    """Return the tables of the caller's account in this Region by name."""
    return ctx.world.store(Region, ctx.account, ctx.region).tables


def tables_at(ctx: Context, region: str) -> dict[str, Table]:
    """Return the tables of the caller's account in another Region by name."""
    return ctx.world.store(Region, ctx.account, region).tables


def table_name(ctx: Context, name_or_arn: str) -> str:
    """Return the table name of a name or an ARN."""
    if name_or_arn.startswith("arn:"):
        match = ARN.fullmatch(name_or_arn)
        if not match or match[1] != partition_of(ctx.region):
            raise invalid(f"Invalid TableArn: Invalid ResourceArn provided as input {name_or_arn}")
        if match[2] != ctx.region:
            raise invalid(f"1 validation error detected: Invalid AWS region in '{name_or_arn}'")
        if match[3] != ctx.account:
            raise invalid("This action is only supported by accounts that match the resource owner's account.")
        return match[4]
    if not 3 <= len(name_or_arn) <= 255:
        raise invalid("TableName must be at least 3 characters long and at most 255 characters long")
    if not NAME.fullmatch(name_or_arn):
        raise invalid(
            f"1 validation error detected: Value '{name_or_arn}' at 'tableName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
        )
    return name_or_arn


def table_of(ctx: Context, name_or_arn: str) -> Table:
    name = table_name(ctx, name_or_arn)
    table = tables_of(ctx).get(name)
    if table is None:
        raise not_found(f"Table: {name} not found")
    return table


def table_by_arn(ctx: Context, arn: str, missing: str = "ResourceArn: {arn} not found") -> Table:
    """Return the table of a ResourceArn; `missing` is the operation's message for a table that does not exist."""
    if not arn.startswith("arn:"):
        raise invalid_parameter(f"ARNs must start with 'arn:': {arn}")
    if "/index/" in arn:
        raise invalid_parameter(
            f"Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {arn}"
        )
    match = ARN.fullmatch(arn)
    if not match or match.groups()[:2] != (partition_of(ctx.region), ctx.region):
        raise invalid(f"Invalid TableArn: Invalid ResourceArn provided as input {arn}")
    table = tables_of(ctx).get(match[4])
    if table is None or table.arn != arn:
        raise not_found(missing.format(arn=arn, name=match[4]))
    return table
