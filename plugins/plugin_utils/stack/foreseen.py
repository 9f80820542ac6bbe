# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A table as it will be, for what is kept beside it: what AWS has told, with what is declared. Pure.

In check mode nothing of the table has been done yet. After a real run it changes nothing.
"""

from __future__ import annotations

from . import outputs as stack_outputs

# Stands for the ARN of a key that is known by an alias alone, where it is never sent.
UNKNOWN_KEY = "arn:aws:kms:region:000000000000:key/unknown"


def foreseen(live, wanted):
    """The table as alarms and policies look at it. live: the module's `table`; wanted: the module's options."""
    facts = {**stack_outputs.predicted(wanted), **live}
    return {
        **facts,
        "billing_mode_summary": {"billing_mode": wanted["billing_mode"]},
        "on_demand_throughput": {**live.get("on_demand_throughput", {}), **(wanted.get("on_demand_throughput") or {})},
        "global_secondary_indexes": _joined(
            "index_name",
            live.get("global_secondary_indexes", []),
            [_index(index) for index in wanted["global_secondary_indexes"]],
            wanted.get("purge_indexes"),
        ),
        "replicas": _joined(
            "region_name", live.get("replicas", []), declared(wanted.get("replicas", [])), wanted.get("purge_replicas")
        ),
        "multi_region_consistency": live.get("multi_region_consistency", wanted.get("multi_region_consistency")),
        **_encryption(live, wanted["server_side_encryption"]),
    }


def declared(replicas):
    """Replicas as they are declared -> as AWS would tell of them."""
    return [
        {
            "region_name": replica["region"],
            **_override(replica),
            "global_secondary_indexes": [
                {"index_name": index["name"], **_override(index)}
                for index in replica.get("global_secondary_indexes") or []
            ],
        }
        for replica in replicas
    ]


def _joined(key, live, declared, purge):
    """What is there, with what is declared of it, in AWS's order; and then what is new."""
    wanted = {entry[key]: entry for entry in declared}
    there = {entry[key]: entry for entry in live}
    stay = [{**entry, **wanted.get(name, {})} for name, entry in there.items() if name in wanted or not purge]
    return stay + [entry for name, entry in wanted.items() if name not in there]


def _index(index):
    entry = {name: stack_outputs.predicted_index(index)[name] for name in ("index_name", "key_schema")}
    ceilings = index.get("on_demand_throughput")
    return {**entry, "on_demand_throughput": ceilings} if ceilings else entry


def _encryption(live, wanted):
    """By a key of the customer's, which is all that a policy asks for. An alias may well mean the live key."""
    key = wanted.get("kms_key_id")
    if not key:
        return {"server_side_encryption": wanted}
    known = live.get("sse_description") if live.get("server_side_encryption", {}).get("kms_key_id") else None
    if ":key/" in key or not known:
        known = {"kms_master_key_arn": key if ":key/" in key else UNKNOWN_KEY}
    return {"server_side_encryption": wanted, "sse_description": known}


def _override(declared):
    most = declared.get("max_read_request_units")
    return {"on_demand_throughput_override": {"max_read_request_units": most}} if most else {}
