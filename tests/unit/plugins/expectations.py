# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether AWS has what a task declares, decided from what AWS shows, without the collection's own code.

Each function yields (option path, wanted, shown) of what differs. options: of a task. seen: a reading of aws_state.
"""

from __future__ import annotations

import json

from ansible_collections.stackkit.dynamodb.tests.unit.plugins.option_space import HOME

CAPACITIES = {"read_capacity": "ReadCapacityUnits", "write_capacity": "WriteCapacityUnits"}
MAXIMUMS = {"max_read_request_units": "MaxReadRequestUnits", "max_write_request_units": "MaxWriteRequestUnits"}
WARM = {"read_units_per_second": "ReadUnitsPerSecond", "write_units_per_second": "WriteUnitsPerSecond"}
# Options of a replica that it inherits from the table.
INHERITED = ("deletion_protection", "point_in_time_recovery", "contributor_insights", "tags")
# Options of the table that each Region has separately.
OF_EACH_REGION = ("deletion_protection", "kinesis_stream", "resource_policy", "tags", "point_in_time_recovery")


def unmet(options, seen, key_arn):
    """Everything that is declared and not so -> [(path, wanted, shown)]. key_arn(region, key): the ARN of a key."""
    home = seen[HOME]
    if options.get("state") == "absent":
        return [(region, "no table", "a table") for region in seen if seen[region]["table"]]
    if home["table"] is None:
        return [("name", "a table", None)]
    checks = (keys, billing, indexes, vectors, stream, encryption, ttl, replicas)
    found = [difference for check in checks for difference in check(options, seen, key_arn)]
    return found + list(in_region(options, options, home)) + list(scaling(options, home))


def keys(options, seen, key_arn):
    table = seen[HOME]["table"]
    schema = {key["KeyType"]: key["AttributeName"] for key in table["KeySchema"]}
    yield from compared("hash_key", options.get("hash_key"), schema["HASH"])
    yield from compared("range_key", options.get("range_key"), schema.get("RANGE"))
    types = {entry["AttributeName"]: entry["AttributeType"] for entry in table["AttributeDefinitions"]}
    for entry in options.get("attributes", []):
        yield from compared("attributes", entry["type"], types.get(entry["name"], entry["type"]))
    yield from compared("table_class", options.get("table_class"), class_of(table.get("TableClassSummary")))


def class_of(summary):
    return (summary or {}).get("TableClass", "STANDARD")


def billing(options, seen, key_arn):
    table = seen[HOME]["table"]
    mode = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    yield from compared("billing_mode", options.get("billing_mode"), mode)
    yield from throughput("", options, table, targets(options), seen[HOME])


def throughput(prefix, options, described, scaled, seen):
    """Of the table, or of an index, whose name is the prefix."""
    shown = described.get("ProvisionedThroughput", {})
    for option, member in CAPACITIES.items():
        kind = option.partition("_")[0]
        if (prefix, kind) not in scaled and not is_scaled(seen, prefix, kind, shown.get(member)):
            yield from compared(f"{prefix}{option}", options.get(option), shown.get(member))
    maximum = described.get("OnDemandThroughput", {})
    for option, member in MAXIMUMS.items():
        wanted = (options.get("on_demand_throughput") or {}).get(option)
        yield from compared(f"{prefix}on_demand_throughput", wanted, maximum.get(member, -1))
    warm = described.get("WarmThroughput", {})
    for option, member in WARM.items():
        wanted = (options.get("warm_throughput") or {}).get(option)
        if wanted is not None and warm.get(member, 0) < wanted:
            yield f"{prefix}warm_throughput.{option}", wanted, warm


def indexes(options, seen, key_arn):
    table = seen[HOME]["table"]
    for option, member in (
        ("global_secondary_indexes", "GlobalSecondaryIndexes"),
        ("local_secondary_indexes", "LocalSecondaryIndexes"),
    ):
        shown = {index["IndexName"]: index for index in table.get(member, [])}
        declared = {index["name"]: index for index in options.get(option) or []}
        exact = options.get("purge_indexes") or option.startswith("local")
        if option in options and exact:
            yield from compared(option, sorted(declared), sorted(shown))
        for name, index in declared.items():
            path = f"{option}[{name}]"
            if name not in shown:
                yield path, index, None
                continue
            yield from compared(path, shape(index, options), shown_shape(shown[name]))
            if option.startswith("global"):
                yield from throughput(name, index, shown[name], targets(options), seen[HOME])


def shape(index, options):
    ranges = index.get("range_keys") or [index[name] for name in ("range_key",) if index.get(name)]
    hashes = index.get("hash_keys") or [index.get("hash_key") or options["hash_key"]]
    projection = index.get("projection_type", "ALL"), sorted(index.get("non_key_attributes", []))
    return [(name, "HASH") for name in hashes] + [(name, "RANGE") for name in ranges], projection


def shown_shape(index):
    schema = [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]]
    return schema, (index["Projection"]["ProjectionType"], sorted(index["Projection"].get("NonKeyAttributes", [])))


def vectors(options, seen, key_arn):
    shown = {index["IndexName"]: index for index in seen[HOME]["table"].get("VectorIndexes", [])}
    declared = {index["name"]: index for index in options.get("vector_indexes") or []}
    if "vector_indexes" in options and options.get("purge_indexes"):
        yield from compared("vector_indexes", sorted(declared), sorted(shown))
    for name, index in declared.items():
        found = shown.get(name, {})
        wanted = (index["attribute"], index["dimensions"], index["distance_function"])
        described = (
            found.get("VectorAttribute", {}).get("AttributeName"),
            found.get("Dimensions"),
            found.get("DistanceFunction"),
        )
        yield from compared(f"vector_indexes[{name}]", wanted, described)


def stream(options, seen, key_arn):
    shown = seen[HOME]["table"].get("StreamSpecification", {})
    declared = options.get("stream")
    if declared:
        yield from compared("stream", declared["enabled"], shown.get("StreamEnabled", False))
        if declared["enabled"]:
            yield from compared("stream", declared.get("view_type"), shown.get("StreamViewType"))


def encryption(options, seen, key_arn):
    declared = options.get("server_side_encryption")
    if declared is None:
        return
    shown = seen[HOME]["table"].get("SSEDescription", {})
    arn = shown.get("KMSMasterKeyArn") if shown.get("Status") == "ENABLED" else None
    wanted = key_arn(HOME, declared.get("kms_key_id") or "alias/aws/dynamodb") if declared["enabled"] else None
    if arn != wanted:
        yield "server_side_encryption", wanted, shown


def ttl(options, seen, key_arn):
    declared, shown = options.get("ttl"), seen[HOME]["ttl"]
    if declared:
        attribute = shown.get("AttributeName") if shown["TimeToLiveStatus"] == "ENABLED" else None
        wanted = declared["attribute_name"] if declared["enabled"] else None
        if wanted != attribute:
            yield "ttl", wanted, shown


def in_region(declared, options, seen, prefix=""):
    """What each Region has separately. declared: the options there, with those that are inherited."""
    table = seen["table"]
    shown_protection = table.get("DeletionProtectionEnabled", False)
    yield from compared(f"{prefix}deletion_protection", declared.get("deletion_protection"), shown_protection)
    recovery = declared.get("point_in_time_recovery")
    if recovery:
        shown = seen["recovery"] or {}
        enabled = shown.get("PointInTimeRecoveryStatus") == "ENABLED"
        yield from compared(f"{prefix}point_in_time_recovery", recovery["enabled"], enabled)
        days = recovery.get("recovery_period_in_days") if recovery["enabled"] else None
        yield from compared(f"{prefix}point_in_time_recovery", days, shown.get("RecoveryPeriodInDays"))
    yield from insights(f"{prefix}contributor_insights", declared.get("contributor_insights"), seen)
    kinesis = declared.get("kinesis_stream")
    if kinesis:
        active = {
            one["StreamArn"]: one.get("ApproximateCreationDateTimePrecision", "MILLISECOND")
            for one in seen["kinesis"]
            if one["DestinationStatus"] in ("ACTIVE", "ENABLED")
        }
        wanted = [kinesis["stream_arn"]] if kinesis["enabled"] else []
        yield from compared(f"{prefix}kinesis_stream", wanted, list(active))
        if kinesis["enabled"]:
            precision = kinesis.get("timestamp_precision")
            yield from compared(f"{prefix}kinesis_stream", precision, active.get(kinesis["stream_arn"]))
    policy = declared.get("resource_policy")
    if policy is not None:
        policy = json.loads(policy) if isinstance(policy, str) else policy
        yield from compared(f"{prefix}resource_policy", policy, seen["policy"] or {})
    tags = declared.get("tags")
    if tags is not None:
        shown = seen["tags"] if options.get("purge_tags", True) else {n: seen["tags"].get(n) for n in tags}
        yield from compared(f"{prefix}tags", tags, shown)


def insights(path, declared, seen):
    if declared is None:
        return
    shown = {
        one.get("IndexName"): one.get("ContributorInsightsMode", "ACCESSED_AND_THROTTLED_KEYS")
        for one in seen["insights"]
        if one["ContributorInsightsStatus"] == "ENABLED"
    }
    names = [index["IndexName"] for index in seen["table"].get("GlobalSecondaryIndexes", [])]
    for name in [None, *(names if declared.get("indexes", True) else [])]:
        yield from compared(path, declared["enabled"], name in shown)
        yield from compared(path, declared.get("mode") if declared["enabled"] else None, shown.get(name))


def replicas(options, seen, key_arn):
    declared = {entry["region"]: entry for entry in options.get("replicas") or []}
    members = seen[HOME]["table"].get("Replicas", [])
    shown = {entry["RegionName"]: entry for entry in members if entry["RegionName"] != HOME}
    shown = {region: entry for region, entry in shown.items() if entry["ReplicaStatus"] == "ACTIVE"}
    if "replicas" in options and options.get("purge_replicas"):
        yield from compared("replicas", sorted(declared), sorted(shown))
    for region, entry in declared.items():
        if region not in shown:
            yield f"replicas[{region}]", entry, None
            continue
        prefix = f"replicas[{region}]."
        inherited = {name: options[name] for name in INHERITED if options.get(name) is not None}
        yield from in_region({**inherited, **entry}, options, seen[region], prefix)
        yield from overrides(prefix, options, entry, shown[region], seen[HOME]["table"], seen[region])
        if entry.get("kms_key_id"):
            yield from compared(
                f"{prefix}kms_key_id", key_arn(region, entry["kms_key_id"]), shown[region]["KMSMasterKeyId"]
            )
        yield from scaling({"autoscaling": scaling_in(entry, options)}, seen[region], prefix)
    strong = seen[HOME]["table"].get("MultiRegionConsistency") == "STRONG"
    if declared and options.get("multi_region_consistency"):
        yield from compared("multi_region_consistency", options["multi_region_consistency"] == "STRONG", strong)
    witnesses = [one["RegionName"] for one in seen[HOME]["table"].get("GlobalTableWitnesses", [])]
    if options.get("witness_region"):
        yield from compared("witness_region", [options["witness_region"]], witnesses)
    protection = options.get("disassociation_protection")
    for region in [HOME, *declared] if protection is not None else []:
        if region in seen and seen[region]["table"]:
            shown_protection = seen[region]["table"].get("DisassociationProtectionEnabled", True)
            yield from compared("disassociation_protection", protection, shown_protection)


def scaling_in(entry, options):
    """The option `autoscaling` as it applies in a replica, or None. Disabled for the table, it is disabled there."""
    if options.get("autoscaling") and not options["autoscaling"]["enabled"]:
        return {"enabled": False}
    return {"enabled": True, **entry["autoscaling"]} if entry.get("autoscaling") else None


def overrides(prefix, options, entry, shown, table, seen):
    """An override that equals the setting of the table is no override, so AWS need not show it."""
    wanted_class = entry.get("table_class")
    shown_class = shown.get("ReplicaTableClassSummary", table.get("TableClassSummary"))
    yield from compared(f"{prefix}table_class", wanted_class, class_of(shown_class))
    described = {index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes", [])}
    own = {index["IndexName"]: index for index in shown.get("GlobalSecondaryIndexes", [])}
    scaled = targets({"autoscaling": scaling_in(entry, options)})
    places = [("", entry, shown, table)]
    for index in entry.get("global_secondary_indexes") or []:
        places.append((index["name"], index, own.get(index["name"], {}), described.get(index["name"], {})))
    for name, wanted, override, base in places:
        read = override.get("ProvisionedThroughputOverride") or base.get("ProvisionedThroughput", {})
        read = read.get("ReadCapacityUnits")
        if (name, "read") not in scaled and not is_scaled(seen, name, "read", read):
            yield from compared(f"{prefix}{name}read_capacity", wanted.get("read_capacity"), read)
        maximum = override.get("OnDemandThroughputOverride") or base.get("OnDemandThroughput", {})
        yield from compared(
            f"{prefix}{name}max_read_request_units",
            wanted.get("max_read_request_units"),
            maximum.get("MaxReadRequestUnits", -1),
        )


# Auto scaling --------------------------------------------------------------------------------------------------------


class Targets(dict):
    """{(index name or "", "read" or "write"): options}; an index without an entry has the targets of the table."""

    def __init__(self, table, listed):
        self.table, self.listed = table, listed

    def __contains__(self, place):
        return self.of(place) is not None

    def of(self, place):
        name, kind = place
        return self.listed[name].get(kind) if name in self.listed else self.table.get(kind)


def is_scaled(seen, name, kind, capacity):
    """Whether a live scalable target, which the task need not declare, has this capacity within its bounds."""
    bounds = bounds_of(seen, name, kind)
    return bounds is not None and capacity is not None and bounds[0] <= capacity <= bounds[1]


def bounds_of(seen, name, kind):
    """(minimum, maximum) of a live scalable target with a policy, or None."""
    resource = f"table/{seen['table']['TableName']}" + (f"/index/{name}" if name else "")
    dimension = f"dynamodb:{'index' if name else 'table'}:{kind.capitalize()}CapacityUnits"
    found = seen["scaling"].get((resource, dimension), {})
    (target,) = found.get("target", [None])
    return (target["MinCapacity"], target["MaxCapacity"]) if target and found.get("policies") else None


def contested(options, seen):
    """[(Region, index name or "", option)] of the declared capacities that auto scaling, undeclared, moves (R48)."""
    entries = {entry["region"]: entry for entry in options.get("replicas") or []}
    undeclared = {HOME: options} if options.get("autoscaling") is None else {}
    undeclared |= {region: entry for region, entry in entries.items() if scaling_in(entry, options) is None}
    found = []
    for region, own in undeclared.items():
        parts = {"": own, **{one["name"]: one for one in own.get("global_secondary_indexes") or []}}
        for name, part in parts.items() if seen[region]["table"] else ():
            for option in CAPACITIES:
                low, high = bounds_of(seen[region], name, option.partition("_")[0]) or (0, float("inf"))
                if part.get(option) is not None and not low <= part[option] <= high:
                    found.append((region, name, option))
    return found


def targets(options):
    declared = options.get("autoscaling") or {"enabled": False}
    if not declared["enabled"]:
        return Targets({}, {})
    return Targets(declared, {entry["name"]: entry for entry in declared.get("indexes") or []})


def scaling(options, seen, prefix=""):
    """Targets of the table and of every index, with their policies and scheduled actions."""
    declared = options.get("autoscaling")
    if declared is None:
        return
    table = seen["table"]
    resource = f"table/{table['TableName']}"
    described = [("", table), *((index["IndexName"], index) for index in table.get("GlobalSecondaryIndexes", []))]
    if not declared["enabled"]:
        if seen["scaling"]:
            yield f"{prefix}autoscaling", {}, seen["scaling"]
        return
    wanted = targets(options)
    for name, one in described:
        for kind in ("read", "write"):
            target = wanted.of((name, kind))
            where = (
                f"{resource}/index/{name}" if name else resource,
                f"dynamodb:{'index' if name else 'table'}:{kind.capitalize()}CapacityUnits",
            )
            path = f"{prefix}autoscaling.{name}.{kind}"
            if target is None:
                continue
            if where not in seen["scaling"] or "target" not in seen["scaling"][where]:
                yield path, target, None
                continue
            yield from scaled(path, target, seen["scaling"][where], one, CAPACITIES[f"{kind}_capacity"])


def scaled(path, wanted, shown, described, member):
    (target,) = shown["target"]
    low, high = wanted["min_capacity"], wanted["max_capacity"]
    yield from compared(path, (low, high), (target["MinCapacity"], target["MaxCapacity"]))
    (policy,) = shown.get("policies") or [None]
    if policy is None:
        yield path, "a policy", None
        return
    configuration = policy["TargetTrackingScalingPolicyConfiguration"]
    yield from compared(path, wanted.get("target_value", 70.0), configuration["TargetValue"])
    yield from compared(path, wanted.get("scale_in_cooldown"), configuration.get("ScaleInCooldown"))
    yield from compared(path, wanted.get("scale_out_cooldown"), configuration.get("ScaleOutCooldown"))
    yield from compared(path, wanted.get("disable_scale_in"), configuration.get("DisableScaleIn", False))
    actions = {action["ScheduledActionName"]: action for action in shown.get("actions", [])}
    if wanted.get("scheduled_actions") is not None:
        schedules = {action["name"]: action["schedule"] for action in wanted["scheduled_actions"]}
        yield from compared(path, schedules, {name: action["Schedule"] for name, action in actions.items()})
    capacity = described["ProvisionedThroughput"][member]
    if not low <= capacity <= high:
        yield path, f"{low} to {high}", capacity


def compared(path, wanted, shown):
    if wanted is not None and wanted != shown:
        yield path, wanted, shown
