# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the role stack hands to its module, to the other roles and to the play, from what is known so far. Pure."""

from __future__ import annotations

from . import alarms, failures, outputs
from .options import with_key_arns


def handover(stack, known):
    """The resolved stack and what is known so far -> what the next tasks of the role take.

    known: `keys` of the role encryption, `result` of the module or {}, and the facts that other roles have set:
    `access`, `backup` and `alarms` by table, and `vpc_endpoint_id`.
    """
    result = known["result"]
    tables = result.get("tables", {})
    access = access_tables(stack, tables)
    manages_access = bool(access) or stack["vpc_endpoint"] is not None
    others = [known["backup"], known["alarms"]]
    if manages_access:
        # Also of the tables whose policies are not managed.
        endpoint = {"vpc_endpoint_id": known["vpc_endpoint_id"] or None}
        others += [known["access"], {table["name"]: endpoint for table in stack["tables"]}]
    return {
        "options": with_key_arns(stack, known["keys"]),
        "failure": failures.message(stack, result),
        "notices": failures.notices(tables),
        "alarms_found": alarms.found(stack, result),
        "access_tables": access,
        "manages_access": manages_access,
        "outputs": outputs.of_stack(stack, tables, others),
    }


def access_tables(stack, tables):
    """The tables as the role access takes them: those that declare their access, and all that are to be deleted."""
    return [
        {
            "name": table["name"],
            "policies": table.get("access"),
            "tags": table["tags"],
            "table": _as_info(tables.get(table["name"], {})),
        }
        for table in stack["tables"]
        if stack["state"] == "absent" or table.get("access") is not None
    ]


def _as_info(result):
    """A table as dynamodb_stackkit_info returns it; None if it does not exist and is not declared."""
    return {**result["table"], "declaration": result["declaration"]} if result.get("declaration") else None
