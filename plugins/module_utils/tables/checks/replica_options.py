# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The checks of the replicas' options, before anything is read."""

from __future__ import annotations

from ...core.patterns import REGION, REGION_FORM, given_twice, partition_of, region_problem
from ..values.replica import OF_INDEXES, OVERRIDES
from ..values.throughput import PROVISIONED

EVENTUAL, STRONG = "EVENTUAL", "STRONG"
UNSCALED = "is required: a provisioned table with replicas must scale its write capacity and that of its indexes"

# The sets of Regions. A table with strong consistency uses three Regions of one set (R30).
REGION_SETS = (
    {"us-east-1", "us-east-2", "us-west-2"},
    {"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"},
    {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"},
)


def check(params):
    entries = params["replicas"] or []
    regions = [entry["region"] for entry in entries]
    for place, entry in enumerate(entries):
        path = f"replicas[{place}]"
        if not REGION.fullmatch(entry["region"]):
            yield f"{path}.region", f"{entry['region']!r} is not {REGION_FORM}"
        if entry["region"] == params["region"]:
            yield f"{path}.region", f"is {entry['region']}, the Region of the table; list only other Regions"
        if params["region"] and partition_of(entry["region"]) != partition_of(params["region"]):
            words = (
                f"is {entry['region']}, which is not in {partition_of(params['region'])}, the partition of the table"
            )
            yield f"{path}.region", words
        yield from _check_overrides(path, entry, params)
        yield from _check_key(path, entry, params)
    for place in given_twice(regions):
        yield f"replicas[{place}].region", f"{regions[place]} is listed twice"
    yield from _check_consistency(params, regions)
    if entries and params["billing_mode"] == PROVISIONED and params["autoscaling"] and not _writes_are_scaled(params):
        yield "autoscaling.write", UNSCALED


def _check_overrides(path, entry, params):
    listed = params["global_secondary_indexes"]
    known = listed is not None and params["purge_indexes"]  # otherwise the live table may have other indexes
    names = {index["name"] for index in listed or []}
    indexes = entry["global_secondary_indexes"] or []
    places = [(path, entry, OVERRIDES)]
    for place, index in enumerate(indexes):
        places.append((f"{path}.global_secondary_indexes[{place}]", index, OF_INDEXES))
        if known and index["name"] not in names:
            yield f"{places[-1][0]}.name", f"the table has no global secondary index {index['name']}"
    for place, first in given_twice([index["name"] for index in indexes]).items():
        words = f"{indexes[place]['name']} is also the name of global_secondary_indexes[{first}]"
        yield f"{path}.global_secondary_indexes[{place}].name", words
    for where, options, overrides in places:
        for override in overrides:
            value, mode = options[override.option], params["billing_mode"]
            if value is not None and None not in (mode, override.needs) and mode != override.needs:
                yield f"{where}.{override.option}", f"requires billing_mode: {override.needs}; the table has {mode}"
            if isinstance(value, int) and value < 1:
                yield f"{where}.{override.option}", f"is {value}; must be 1 or more"


def _check_key(path, entry, params):
    problem = region_problem(entry["kms_key_id"] or "", entry["region"])
    if problem:
        yield f"{path}.kms_key_id", problem
    encryption = params["server_side_encryption"]
    if encryption is None:
        return
    of_table = encryption["enabled"] and encryption["kms_key_id"]
    if of_table and not entry["kms_key_id"]:
        words = "is required: the table has a customer managed key, so each replica requires one in its Region"
        yield f"{path}.kms_key_id", words
    if entry["kms_key_id"] and not of_table:
        yield f"{path}.kms_key_id", "the table has no customer managed key, so its replicas cannot have one"


def _check_consistency(params, regions):
    if params["multi_region_consistency"] and params["replicas"] is None:
        yield "multi_region_consistency", "requires replicas"
    if params["multi_region_consistency"] == STRONG:
        yield from _check_strong(params, regions)
    elif params["witness_region"]:
        yield "witness_region", "requires multi_region_consistency: STRONG"
    elif regions and params["stream"] and not params["stream"]["enabled"]:
        yield "stream.enabled", "is false; replicas with eventual consistency require the stream"


def _check_strong(params, regions):
    group = [*regions, *([params["witness_region"]] if params["witness_region"] else [])]
    if params["replicas"] is not None and (len(group) != 2 or not regions):
        yield (
            "replicas",
            f"has {len(regions)}; strong consistency requires two replicas, or one replica and a witness_region",
        )
    if params["witness_region"] in [*regions, params["region"]]:
        yield (
            "witness_region",
            f"is {params['witness_region']}, the Region of the table or of a replica; must be another one",
        )
    if params["region"] and not any({params["region"], *group} <= regions for regions in REGION_SETS):
        sets = "; ".join(", ".join(sorted(regions)) for regions in REGION_SETS)
        yield "replicas", f"strong consistency requires Regions of one of these sets: {sets}"
    if params["ttl"] and params["ttl"]["enabled"]:
        yield "ttl.enabled", "is true; a table with strong consistency cannot have TTL"
    if params["local_secondary_indexes"]:
        yield "local_secondary_indexes", "a table with strong consistency cannot have local secondary indexes"


def _writes_are_scaled(params):
    scaled = params["autoscaling"]
    return bool(scaled["enabled"] and scaled["write"]) and all(index["write"] for index in scaled["indexes"] or [])
