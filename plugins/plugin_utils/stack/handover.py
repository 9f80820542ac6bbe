# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the role stack passes to its module, to the other roles and to the play, from the results so far. Pure.

Each function imports what it needs: Ansible compiles the files again in the process of each task.
"""

from __future__ import annotations


def options(stack, known):
    """The option `tables` of the module."""
    from .options import with_key_arns

    return with_key_arns(stack, known["keys"])


def region_keys(stack, known):
    """The keys of the backup vaults. In check mode a key that the run would create has only its alias."""
    return [{**key, "key_arn": key["key_arn"] or stack["key_alias"]} for key in known["keys"]]


def failure(stack, known):
    """Why the module failed; None if it did not."""
    from . import failures

    return failures.message(stack, known["result"])


def notices(_stack, known):
    from . import failures

    return failures.notices(known["result"].get("tables", {}))


def pending(_stack, known):
    from . import failures

    return failures.still_pending(known["result"].get("tables", {}))


def alarms_found(stack, known):
    from . import alarms

    return alarms.found(stack, known["result"])


def access_tables(stack, known):
    """The tables as the role access takes them: those that declare their access, and all that are to be deleted."""
    tables = known["result"].get("tables", {})
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


def of_tables(stack, known):
    """{full name: outputs} of every table."""
    from . import outputs

    others = [known["backup"], known["alarms"]]
    if stack["manages_access"]:
        # Also of the tables whose policies are not managed.
        endpoint = {"vpc_endpoint_id": known["vpc_endpoint_id"] or None}
        others += [known["access"], {table["name"]: endpoint for table in stack["tables"]}]
    return outputs.of_stack(stack, known["result"].get("tables", {}), others)


def first_outputs(stack, known):
    """The outputs of the first table."""
    first = stack["tables"][0]
    return of_tables({**stack, "tables": [first]}, known)[first["name"]]


def _as_info(result):
    """A table as dynamodb_stackkit_info returns it; None if it does not exist and is not declared."""
    return {**result["table"], "declaration": result["declaration"]} if result.get("declaration") else None


PARTS = {
    "options": options,
    "region_keys": region_keys,
    "failure": failure,
    "notices": notices,
    "pending": pending,
    "alarms_found": alarms_found,
    "access_tables": access_tables,
    "outputs": of_tables,
    "first_outputs": first_outputs,
}


def handover(stack, part, known):
    """What the next task takes: the resolved stack, a key of PARTS, and what is known so far -> the part.

    known: `keys` of the role encryption, `result` of the module or {}, and the facts that other roles have set:
    `access`, `backup` and `alarms` by table, and `vpc_endpoint_id`.
    """
    return PARTS[part](stack, known)
