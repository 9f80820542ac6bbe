# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The outputs of the role stack: read from what the module saw, and predicted only for a table yet to be made. Pure."""

from __future__ import annotations

from .options import module_options

# Where a region's endpoints are, by the partition of its ARNs.
SUFFIXES = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-us-gov": "amazonaws.com",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-eusc": "amazonaws.eu",
}


# What the roles beside the table's hand out.
BESIDE = (
    "cloudwatch_alarm_read_throttle_id",
    "cloudwatch_alarm_write_throttle_id",
    "cloudwatch_alarm_read_capacity_id",
    "cloudwatch_alarm_write_capacity_id",
    "access_policy_arns",
    "vpc_endpoint_id",
    "backup_enabled",
    "backup_vault_arn",
    "backup_plan_arn",
    "backup_selection_id",
    "backup_selection_arn",
    "backup_role_arn",
)


def of_stack(stack, kept, keys, others=()):
    """{full name: outputs} of every table. kept: what the module returned; keys: those that it was given.

    others: {full name: some of the outputs} of each role beside the table's: access, backup, alarms.
    A table that is wanted and not there is one that check mode would make.
    """
    outputs = {}
    for table in stack["tables"]:
        name = table["name"]
        live = kept["tables"][name]["table"]
        if not live and stack["state"] == "present":
            live = predicted(module_options(stack, table, keys))
        beside = {}
        for role in others:
            beside.update(role.get(name, {}))
        outputs[name] = of_table(stack, live, beside)
    return outputs


def left(kept):
    """{full name: sentences} of what is there and not declared, and of what AWS does not accept now."""
    said = {name: [*_unlisted(result), *_pending(result)] for name, result in kept["tables"].items()}
    return {name: sentences for name, sentences in said.items() if sentences}


def _unlisted(result):
    for option, names in result["unlisted"].items():
        if names:
            yield f"{option}: not declared, and left as they are: {', '.join(names)}"


def _pending(result):
    for entry in result["pending"]:
        yield f"{entry['path']}: {entry['reason']}" + (f" Not before {entry['earliest']}." if entry["earliest"] else "")


def of_table(stack, live, beside):
    """live: the module's `table`; {} where there is none, and then nothing is known but what was asked.

    beside: the outputs of the roles beside the table's; null where a role has not run.
    """
    home = _region(live.get("table_arn"))
    keys = {key["key_type"]: key["attribute_name"] for key in live.get("key_schema", [])}
    billing = _billing_mode(live)
    capacity = live.get("provisioned_throughput", {})
    stream = live.get("stream_specification", {}).get("stream_enabled", False) if live else None
    key_arn = live.get("sse_description", {}).get("kms_master_key_arn")
    encrypted = _encrypted(live)
    table_class = live.get("table_class_summary", {}).get("table_class", "STANDARD") if live else None
    replicas = [_replica(live, replica) for replica in live.get("replicas", []) if replica.get("region_name") != home]
    indexes = {kind: [_index(index) for index in live.get(kind, [])] if live else None for kind in _INDEXES}
    scaling = _scaling(live)
    recovery = live.get("point_in_time_recovery", {}).get("enabled")
    summary = {
        "table_name": live.get("table_name"),
        "table_arn": live.get("table_arn"),
        "hash_key": keys.get("HASH"),
        "range_key": keys.get("RANGE"),
        "billing_mode": billing,
        "table_class": table_class,
    }
    stream_arn = live.get("table_stream_arn")
    return {
        **summary,
        **indexes,
        **scaling,
        "table_id": live.get("table_id"),
        "table_stream_arn": stream_arn,
        "table_stream_label": stream_arn.rpartition("/stream/")[2] if stream_arn else None,
        "read_capacity": capacity.get("read_capacity_units"),
        "write_capacity": capacity.get("write_capacity_units"),
        "server_side_encryption_enabled": encrypted,
        "kms_key_arn": key_arn,
        "kms_key_id": key_arn.rpartition("/")[2] if key_arn else None,
        "ttl_enabled": live.get("ttl", {}).get("enabled"),
        "ttl_attribute_name": live.get("ttl", {}).get("attribute_name"),
        "point_in_time_recovery_enabled": recovery,
        "stream_enabled": stream,
        "stream_view_type": live.get("stream_specification", {}).get("stream_view_type"),
        "global_tables_enabled": bool(replicas) if live else None,
        "replica_regions": [replica["region_name"] for replica in replicas] if live else None,
        "replicas": replicas if live else None,
        **{name: beside.get(name) for name in BESIDE},
        "deletion_protection_enabled": live.get("deletion_protection_enabled", False) if live else None,
        "contributor_insights_enabled": live.get("contributor_insights", {}).get("enabled"),
        "environment": stack["environment"],
        "project_name": stack["project_name"],
        "table_endpoints": {
            "primary": endpoint(live.get("table_arn"), home),
            "replicas": {replica["region_name"]: replica["endpoint"] for replica in replicas},
        },
        "access_patterns": {
            "table_name": summary["table_name"],
            "hash_key": summary["hash_key"],
            "range_key": summary["range_key"],
            "gsi_names": [index["name"] for index in indexes["global_secondary_indexes"] or []],
            "lsi_names": [index["name"] for index in indexes["local_secondary_indexes"] or []],
        },
        "tags": live.get("tags"),
        "cost_optimization_info": {
            "billing_mode": billing,
            "table_class": table_class,
            "backup_enabled": beside.get("backup_enabled"),
            "point_in_time_recovery": recovery,
            "global_tables": bool(replicas) if live else None,
            "stream_enabled": stream,
        },
        "table_status": {
            **summary,
            "stream_arn": stream_arn,
            "encryption_enabled": encrypted,
            "global_tables": bool(replicas) if live else None,
        },
    }


def predicted(options):
    """What the module's `table` will be like, of a table yet to be made. What AWS alone decides is left out."""
    schema = [("HASH", options.get("hash_key")), ("RANGE", options.get("range_key"))]
    stream = options["stream"]
    table = {
        "table_name": options["name"],
        "key_schema": [{"key_type": kind, "attribute_name": name} for kind, name in schema if name],
        "billing_mode_summary": {"billing_mode": options["billing_mode"]},
        "provisioned_throughput": {
            f"{kind}_capacity_units": options.get(f"{kind}_capacity", 0) for kind in ("read", "write")
        },
        "table_class_summary": {"table_class": options["table_class"]},
        "stream_specification": {"stream_enabled": stream["enabled"], "stream_view_type": stream.get("view_type")},
        "deletion_protection_enabled": options["deletion_protection"],
        "global_secondary_indexes": [predicted_index(index) for index in options["global_secondary_indexes"]],
        # They have no throughput of their own.
        "local_secondary_indexes": [
            {**predicted_index({"hash_key": options.get("hash_key"), **index}), "provisioned_throughput": {}}
            for index in options.get("local_secondary_indexes", [])
        ],
        "replicas": [{"region_name": replica["region"]} for replica in options.get("replicas", [])],
    }
    return {**table, **{option: options[option] for option in _AS_ASKED}}


def endpoint(arn, region):
    """DynamoDB's real endpoint in a region of the ARN's partition; None where nothing is known."""
    if not arn or not region:
        return None
    return f"https://dynamodb.{region}.{SUFFIXES.get(arn.split(':')[1], 'amazonaws.com')}"


# What the module shows as its options are written.
_AS_ASKED = ("autoscaling", "contributor_insights", "point_in_time_recovery", "server_side_encryption", "tags", "ttl")
_INDEXES = ("global_secondary_indexes", "local_secondary_indexes")


def _region(arn):
    return arn.split(":")[3] if arn else None


def _billing_mode(live):
    """AWS leaves out PROVISIONED of a table that never had another mode."""
    return live.get("billing_mode_summary", {}).get("billing_mode", "PROVISIONED") if live else None


def _encrypted(live):
    """By a KMS key, that is; the key that AWS owns encrypts everything else."""
    if not live:
        return None
    if "server_side_encryption" in live:
        return live["server_side_encryption"]["enabled"]
    return live.get("sse_description", {}).get("status") in ("ENABLING", "ENABLED", "UPDATING")


def _index(index):
    keys = {kind: [] for kind in ("HASH", "RANGE")}
    for key in index["key_schema"]:
        keys[key["key_type"]].append(key["attribute_name"])
    capacity = index.get("provisioned_throughput", {})
    return {
        "name": index["index_name"],
        "hash_key": keys["HASH"][0],
        "range_key": keys["RANGE"][0] if keys["RANGE"] else None,
        "hash_keys": keys["HASH"],
        "range_keys": keys["RANGE"],
        "projection_type": index["projection"]["projection_type"],
        "non_key_attributes": index["projection"].get("non_key_attributes", []),
        "read_capacity": capacity.get("read_capacity_units"),
        "write_capacity": capacity.get("write_capacity_units"),
        "arn": index.get("index_arn"),
        "status": index.get("index_status"),
    }


def predicted_index(index):
    keys = [("HASH", name) for name in index.get("hash_keys") or [index.get("hash_key")]]
    keys += [("RANGE", name) for name in index.get("range_keys") or [index.get("range_key")] if name]
    return {
        "index_name": index["name"],
        "key_schema": [{"key_type": kind, "attribute_name": name} for kind, name in keys],
        "projection": {
            "projection_type": index.get("projection_type", "ALL"),
            "non_key_attributes": index.get("non_key_attributes", []),
        },
        "provisioned_throughput": {
            f"{kind}_capacity_units": index.get(f"{kind}_capacity", 0) for kind in ("read", "write")
        },
    }


def _replica(live, replica):
    region = replica["region_name"]
    arn = live.get("table_arn")
    return {
        "region_name": region,
        "table_arn": arn.replace(f":{_region(arn)}:", f":{region}:", 1) if arn else None,
        "stream_arn": replica.get("table_stream_arn"),
        "kms_key_id": replica.get("kms_master_key_id"),
        "status": replica.get("replica_status"),
        "endpoint": endpoint(arn, region),
    }


def _scaling(live):
    """The table's own targets and policies; those of its indexes are not among the outputs."""
    resource = f"table/{live.get('table_name')}"
    outputs = {"autoscaling_enabled": live.get("autoscaling", {}).get("enabled")}
    for kind in ("read", "write"):
        dimension = f"dynamodb:table:{kind.capitalize()}CapacityUnits"
        for what, listed, arn in (
            ("target", "scalable_targets", "scalable_target_arn"),
            ("policy", "scaling_policies", "policy_arn"),
        ):
            found = [
                entry.get(arn)
                for entry in live.get(listed, [])
                if (entry["resource_id"], entry["scalable_dimension"]) == (resource, dimension)
            ]
            outputs[f"autoscaling_{kind}_{what}_arn"] = found[0] if found else None
    return outputs
