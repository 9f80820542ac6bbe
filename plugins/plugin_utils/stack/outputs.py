# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The outputs of the role stack, from what the module returned of its tables. Pure."""

from __future__ import annotations

# The domain of a Region's endpoints, by the partition of its ARNs.
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
# What the other roles return.
OF_OTHER_ROLES = (
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


# {output: option of the declaration}
SWITCHES = dict(
    server_side_encryption_enabled="server_side_encryption",
    ttl_enabled="ttl",
    point_in_time_recovery_enabled="point_in_time_recovery",
    contributor_insights_enabled="contributor_insights",
    stream_enabled="stream",
)
INDEXES = ("global_secondary_indexes", "local_secondary_indexes")


def of_stack(stack, tables, others=()):
    """{full name: outputs} of every table.

    tables: {full name: what the module returned of it}; others: [{full name: outputs of another role}].
    """
    outputs = {}
    for table in stack["tables"]:
        name = table["name"]
        of_others = {output: value for role in others for output, value in role.get(name, {}).items()}
        outputs[name] = of_table(stack, tables.get(name, {}), of_others)
    return outputs


def of_table(stack, result, of_others):
    """The outputs of one table. If it does not exist, they are null, except those that name the stack.

    result: what the module returned of the table. Its declaration, which check mode predicts, has the settings; its
    facts have what only AWS knows, and are {} of a table that does not exist yet.
    of_others: the outputs of other roles, null where a role has not run.
    """
    declaration = result.get("declaration") or {}
    facts = result["table"] if declaration else {}
    settings, identifiers = _settings(declaration), _identifiers(declaration, facts)
    indexes = {kind: _indexes(kind, declaration, facts) for kind in INDEXES}
    replicas = [_replica(facts, replica["region"]) for replica in declaration.get("replicas") or []]
    has_replicas = bool(replicas) if declaration else None
    outputs = {
        **settings,
        **identifiers,
        **indexes,
        **_scaling(declaration, facts),
        **{name: of_others.get(name) for name in OF_OTHER_ROLES},
        "global_tables_enabled": has_replicas,
        "replica_regions": [replica["region_name"] for replica in replicas] if declaration else None,
        "replicas": replicas if declaration else None,
        "environment": stack["environment"],
        "project_name": stack["project_name"],
        "table_endpoints": {
            "primary": endpoint(identifiers["table_arn"], _region(identifiers["table_arn"])),
            "replicas": {replica["region_name"]: replica["endpoint"] for replica in replicas},
        },
    }
    return {**outputs, **_summaries(outputs)}


def _settings(declaration):
    """What the user can set."""
    names = ("hash_key", "range_key", "billing_mode", "table_class", "tags")
    switches = {name: declaration.get(option, {}).get("enabled") for name, option in SWITCHES.items()}
    return {
        "table_name": declaration.get("name"),
        **{name: declaration.get(name) for name in names},
        **switches,
        **_capacity(declaration),
        "ttl_attribute_name": declaration.get("ttl", {}).get("attribute_name"),
        "stream_view_type": declaration.get("stream", {}).get("view_type"),
        "deletion_protection_enabled": declaration.get("deletion_protection"),
    }


def _identifiers(declaration, facts):
    """What AWS names."""
    streams = declaration.get("stream", {}).get("enabled")
    stream_arn = facts.get("table_stream_arn") if streams else None
    key_arn = facts.get("sse_description", {}).get("kms_master_key_arn")
    return {
        "table_arn": facts.get("table_arn"),
        "table_id": facts.get("table_id"),
        "table_stream_arn": stream_arn,
        "table_stream_label": stream_arn.rpartition("/stream/")[2] if stream_arn else None,
        "kms_key_arn": key_arn,
        "kms_key_id": key_arn.rpartition("/")[2] if key_arn else None,
    }


def _summaries(outputs):
    """The outputs that repeat others."""
    table = {name: outputs[name] for name in ("table_name", "hash_key", "range_key")}
    billing = {name: outputs[name] for name in ("billing_mode", "table_class")}
    indexes = {kind: [index["name"] for index in outputs[kind] or []] for kind in INDEXES}
    return {
        "access_patterns": {
            **table,
            "gsi_names": indexes["global_secondary_indexes"],
            "lsi_names": indexes["local_secondary_indexes"],
        },
        "cost_optimization_info": {
            **billing,
            "backup_enabled": outputs["backup_enabled"],
            "point_in_time_recovery": outputs["point_in_time_recovery_enabled"],
            "global_tables": outputs["global_tables_enabled"],
            "stream_enabled": outputs["stream_enabled"],
        },
        "table_status": {
            **table,
            **billing,
            "table_arn": outputs["table_arn"],
            "stream_arn": outputs["table_stream_arn"],
            "encryption_enabled": outputs["server_side_encryption_enabled"],
            "global_tables": outputs["global_tables_enabled"],
        },
    }


def endpoint(arn, region):
    """DynamoDB's endpoint in a Region of the ARN's partition; None for an unknown ARN."""
    if not arn or not region:
        return None
    return f"https://dynamodb.{region}.{SUFFIXES.get(arn.split(':')[1], 'amazonaws.com')}"


def _region(arn):
    return arn.split(":")[3] if arn else None


def _capacity(options):
    """Of a table or a global index. As AWS has it, capacities are 0 while on-demand."""
    names = ("read_capacity", "write_capacity")
    return {name: options.get(name, 0) if options else None for name in names}


def _indexes(kind, declaration, facts):
    if not declaration:
        return None
    known = {index["index_name"]: index for index in facts.get(kind, [])}
    hash_key, indexes = declaration["hash_key"], declaration.get(kind, [])
    return [_index(kind, index, known.get(index["name"], {}), hash_key) for index in indexes]


def _index(kind, index, facts, hash_key):
    """A local index has the partition key of its table, and no capacity of its own."""
    is_local = kind == "local_secondary_indexes"
    hash_keys = index.get("hash_keys") or [index.get("hash_key") or hash_key]
    range_keys = index.get("range_keys") or [name for name in [index.get("range_key")] if name]
    return {
        "name": index["name"],
        "hash_key": hash_keys[0],
        "range_key": range_keys[0] if range_keys else None,
        "hash_keys": hash_keys,
        "range_keys": range_keys,
        "projection_type": index.get("projection_type", "ALL"),
        "non_key_attributes": index.get("non_key_attributes", []),
        **_capacity({} if is_local else index),
        "arn": facts.get("index_arn"),
        "status": facts.get("index_status"),
    }


def _replica(facts, region):
    arn = facts.get("table_arn")
    known = next((replica for replica in facts.get("replicas", []) if replica["region_name"] == region), {})
    return {
        "region_name": region,
        "table_arn": arn.replace(f":{_region(arn)}:", f":{region}:", 1) if arn else None,
        "stream_arn": known.get("table_stream_arn"),
        "kms_key_id": known.get("kms_master_key_id"),
        "status": known.get("replica_status"),
        "endpoint": endpoint(arn, region),
    }


def _scaling(declaration, facts):
    """The scalable targets and policies of the table itself; those of its indexes are not among the outputs."""
    resource = f"table/{facts.get('table_name')}"
    enabled = declaration.get("autoscaling", {}).get("enabled", False) if declaration else None
    outputs = {"autoscaling_enabled": enabled}
    for kind in ("read", "write"):
        dimension = f"dynamodb:table:{kind.capitalize()}CapacityUnits"
        for what, listed, arn in (
            ("target", "scalable_targets", "scalable_target_arn"),
            ("policy", "scaling_policies", "policy_arn"),
        ):
            found = [
                entry.get(arn)
                for entry in facts.get(listed, [])
                if (entry["resource_id"], entry["scalable_dimension"]) == (resource, dimension)
            ]
            outputs[f"autoscaling_{kind}_{what}_arn"] = found[0] if found else None
    return outputs
