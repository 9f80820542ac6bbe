# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From a resolved table of the role stack to the options of dynamodb_stackkit."""

from __future__ import annotations

from ..shared.variables import typed
from .resolve import ON_DEMAND, PROVISIONED, uses_made_key
from .variables import of_table

CAPACITIES = ("read_capacity", "write_capacity")
# The options that the role fills from variables of other names: (beginning of the option's path, variable).
RENAMED = (
    ("name", "table_name"),
    ("ttl.enabled", "ttl_enabled"),
    ("ttl.attribute_name", "ttl_attribute_name"),
    ("stream.view_type", "stream_view_type"),
    ("stream", "stream_enabled"),
    ("point_in_time_recovery.recovery_period_in_days", "point_in_time_recovery_days"),
    ("point_in_time_recovery", "point_in_time_recovery_enabled"),
    ("server_side_encryption.kms_key_id", "kms_key_id"),
    ("server_side_encryption", "server_side_encryption_enabled"),
    ("contributor_insights.mode", "contributor_insights_mode"),
    ("contributor_insights", "enable_contributor_insights"),
    ("deletion_protection", "deletion_protection_enabled"),
    ("replicas", "replica_regions"),
    ("tags", "common_tags"),
    ("autoscaling.read.", "autoscaling_read_"),
    ("autoscaling.write.", "autoscaling_write_"),
    ("autoscaling.read", "enable_autoscaling"),
    ("autoscaling.write", "enable_autoscaling"),
    ("autoscaling", "enable_autoscaling"),
)


def module_options(stack, table):
    """One table's options. The key that the role creates is named by its alias; see with_key_arns."""
    # Imported here, so that only tasks that need it spend a tenth of a second on it.
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request

    if stack["state"] == "absent":
        return {"name": table["name"], "state": "absent", "force_delete": table["force_delete"]}
    # A variable with the name of an option is passed to it.
    options = {name: table.get(name) for name in of_table() if name in request.TABLE_SPEC and name not in CAPACITIES}
    options.update(
        name=table["name"],
        tags=table["tags"],
        deletion_protection=table["deletion_protection_enabled"],
        ttl=_switch(table["ttl_enabled"], attribute_name=table["ttl_attribute_name"]),
        stream=_switch(_stream_enabled(table), view_type=table["stream_view_type"]),
        point_in_time_recovery=_switch(
            table["point_in_time_recovery_enabled"], recovery_period_in_days=table["point_in_time_recovery_days"]
        ),
        server_side_encryption=_switch(table["server_side_encryption_enabled"], kms_key_id=_key(stack, table)),
        contributor_insights=_switch(table["enable_contributor_insights"], mode=table.get("contributor_insights_mode")),
        global_secondary_indexes=[_global_index(table, index) for index in table["global_secondary_indexes"]],
        local_secondary_indexes=[_index(index) for index in table["local_secondary_indexes"]] or None,
        autoscaling=_autoscaling(table),
        replicas=[_replica(stack, table, replica) for replica in table["replicas"]],
    )
    if table["billing_mode"] == PROVISIONED:
        options.update(_capacity(table, table))
    return {option: value for option, value in options.items() if value is not None}


def with_key_arns(stack, keys):
    """The options of all tables, with the ARN in place of the alias of a key that the role encryption returned.

    keys: [{region, key_arn}], where "" is the session's Region, and the ARN of a key yet to be created is None.
    """
    arns = {key["region"] or None: key["key_arn"] for key in keys if key["key_arn"]}

    def named(options, region):
        is_made = options.get("kms_key_id") == stack["key_alias"] and region in arns
        return {**options, "kms_key_id": arns[region]} if is_made else options

    def of_one(options):
        if options.get("state") == "absent":
            return options
        encryption = named(options["server_side_encryption"], stack["region"])
        replicas = [named(replica, replica["region"]) for replica in options["replicas"]]
        return {**options, "server_side_encryption": encryption, "replicas": replicas}

    return [of_one(options) for options in stack["options"]]


def complete(table):
    """Whether enough is right for `module_options`."""
    replicas = all(isinstance(replica.get("region"), str) for replica in table["replicas"])
    return replicas and table.get("billing_mode") in (ON_DEMAND, PROVISIONED) and bool(table.get("name"))


def variable_of(path):
    """The role's variable that an option path of the module comes from, both without their prefixes."""
    for beginning, variable in RENAMED:
        rest = path[len(beginning) :]
        if path.startswith(beginning) and (not rest or rest[0] in ".[" or beginning.endswith(".")):
            return variable + ("" if rest == ".enabled" else rest)
    return path


def _switch(enabled, **details):
    """{"enabled": …} with the details that are set, which matter only while it is enabled."""
    if not enabled:
        return {"enabled": False}
    return {"enabled": True, **{name: value for name, value in details.items() if value is not None}}


def _stream_enabled(table):
    """If omitted, enabled for replicas; those with strong consistency need no stream."""
    wanted = table.get("stream_enabled")
    if wanted is None:
        return bool(table["replicas"]) and table.get("multi_region_consistency") != "STRONG"
    return wanted


def _key(stack, table):
    """The key that the role creates, or the user's."""
    return stack["key_alias"] if uses_made_key(table) else table.get("kms_key_id")


def _index(index):
    return {name: value for name, value in index.items() if value != []}


def _global_index(table, index):
    """With capacities only if provisioned, by default those of the table."""
    options = _index(index)
    if table["billing_mode"] == ON_DEMAND:
        return {name: value for name, value in options.items() if name not in CAPACITIES}
    return {**options, **_capacity(table, {**table, **options})}


def _capacity(table, values):
    """The initial capacities, within autoscaling's bounds."""
    return {f"{kind}_capacity": _clamped(table, kind, values[f"{kind}_capacity"]) for kind in ("read", "write")}


def _clamped(table, kind, capacity):
    """The module reports what is not a whole number."""
    whole = typed({kind: ("int", None)}, {kind: capacity}, "", []).get(kind)
    if whole is None or not table["enable_autoscaling"]:
        return capacity
    least, most = (table[f"autoscaling_{kind}_{bound}_capacity"] for bound in ("min", "max"))
    return max(least, min(most, whole))


def _autoscaling(table):
    if table["billing_mode"] != PROVISIONED or not table["enable_autoscaling"]:
        return {"enabled": False}
    return {"enabled": True, "read": _scaling(table, "read"), "write": _scaling(table, "write")}


def _scaling(table, kind):
    beginning = f"autoscaling_{kind}_"
    return {
        name[len(beginning) :]: value
        for name, value in table.items()
        if name.startswith(beginning) and value is not None
    }


def _replica(stack, table, replica):
    """A replica has a key of its own Region, and read capacity that scales as the table's.

    The module takes what else is omitted from the table.
    """
    own = {"kms_key_id": stack["key_alias"]} if uses_made_key(table) else {}
    if _autoscaling(table)["enabled"]:
        own["autoscaling"] = {"read": _scaling(table, "read")}
    return {**own, **replica}
