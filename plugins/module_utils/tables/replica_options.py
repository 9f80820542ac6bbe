# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is wrong with the options of the aspect replicas alone, before anything is read."""

from __future__ import annotations

import re

from ..core import kms
from .aspects import insights, kinesis, policy, recovery, tags
from .values import scaling
from .values.replica import READ_CAPACITY, READ_CEILING
from .values.throughput import ON_DEMAND, PROVISIONED

EVENTUAL, STRONG = "EVENTUAL", "STRONG"
UNSCALED = "the writes of a provisioned table and its indexes must be scaled to have replicas"

REGION = re.compile(r"[a-z]+(-[a-z]+)+-\d+")  # none at all would be taken for the table's own

# The regions of which a strongly consistent table takes three (R30).
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
            yield f"{path}.region", "must be the name of a region, such as eu-west-1"
        if entry["region"] == params["region"]:
            yield f"{path}.region", f"{entry['region']} is the table's own region"
        if entry["region"] in regions[:place]:
            yield f"{path}.region", f"{entry['region']} is listed twice"
        yield from _check_overrides(path, entry, params)
        yield from _check_key(path, entry, params)
        for aspect in (recovery, insights, kinesis, policy, tags):
            for option, problem in aspect.check({**dict.fromkeys(_options_of(aspect)), **entry}):
                yield f"{path}.{option}", problem
        yield from _check_scaling(f"{path}.autoscaling", entry["autoscaling"] or {})
    if params["multi_region_consistency"] and params["replicas"] is None:
        yield "multi_region_consistency", "needs replicas"
    if params["multi_region_consistency"] == STRONG:
        yield from _check_strong(params, regions)
    elif params["witness_region"]:
        yield "witness_region", "needs multi_region_consistency: STRONG"
    elif entries and params["stream"] and not params["stream"]["enabled"]:
        yield "stream.enabled", "replicas of eventual consistency need the stream"
    if entries and params["billing_mode"] == PROVISIONED and params["autoscaling"] and not _writes_are_scaled(params):
        yield "autoscaling.write", UNSCALED


def _options_of(aspect):
    return [*aspect.OPTIONS, "purge_tags", "confirm_remove_self_resource_access"]


def _check_overrides(path, entry, params):
    listed = params["global_secondary_indexes"]
    known = listed is not None and params["purge_indexes"]  # else there may be others on the live table
    names = {index["name"] for index in listed or []}
    places = [(path, entry)]
    yield from _check_names(f"{path}.global_secondary_indexes", entry["global_secondary_indexes"])
    for place, index in enumerate(entry["global_secondary_indexes"] or []):
        places.append((f"{path}.global_secondary_indexes[{place}]", index))
        if known and index["name"] not in names:
            yield f"{path}.global_secondary_indexes[{place}].name", f"the table has no global index {index['name']}"
    for where, options in places:
        for setting, mode, other in (
            (READ_CAPACITY, ON_DEMAND, "on demand"),
            (READ_CEILING, PROVISIONED, "provisioned"),
        ):
            if options[setting] is not None and params["billing_mode"] == mode:
                yield f"{where}.{setting}", f"the table is {other}, and so is its replica"
            if options[setting] is not None and options[setting] < 1:
                yield f"{where}.{setting}", "must be 1 or more"


def _check_scaling(path, options):
    yield from scaling.check(f"{path}.read", options.get("read"))
    yield from _check_names(f"{path}.indexes", options.get("indexes"))
    for place, index in enumerate(options.get("indexes") or []):
        yield from scaling.check(f"{path}.indexes[{place}].read", index["read"])


def _check_names(path, indexes):
    names = [index["name"] for index in indexes or []]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield f"{path}[{place}].name", f"{name} is named twice"


def _check_key(path, entry, params):
    region = kms.region_of(entry["kms_key_id"])
    if region and region != entry["region"]:
        yield f"{path}.kms_key_id", f"is a key of {region}; a replica needs one of its own region, {entry['region']}"
    encryption = params["server_side_encryption"]
    if encryption is None:
        return
    if encryption["kms_key_id"] and not entry["kms_key_id"]:
        yield f"{path}.kms_key_id", "is needed: the table has a key of yours, so each replica needs one too"
    if entry["kms_key_id"] and not encryption["kms_key_id"]:
        yield f"{path}.kms_key_id", "the table has no key of yours, so no replica can have one"


def _check_strong(params, regions):
    group = [*regions, *([params["witness_region"]] if params["witness_region"] else [])]
    if params["replicas"] is not None and (len(group) != 2 or not regions):
        yield "replicas", "strong consistency takes two replicas, or one and a witness_region"
    if params["witness_region"] in [*regions, params["region"]]:
        yield "witness_region", "must be another region than those of the table and its replicas"
    if params["region"] and not any({params["region"], *group} <= regions for regions in REGION_SETS):
        sets = "; ".join(", ".join(sorted(regions)) for regions in REGION_SETS)
        yield "replicas", f"strong consistency takes regions of one set only: {sets}"
    if params["ttl"] and params["ttl"]["enabled"]:
        yield "ttl.enabled", "a strongly consistent table has no time to live"
    if params["local_secondary_indexes"]:
        yield "local_secondary_indexes", "a strongly consistent table has no local indexes"


def _writes_are_scaled(params):
    scaled = params["autoscaling"]
    return bool(scaled["enabled"] and scaled["write"]) and all(index["write"] for index in scaled["indexes"] or [])
