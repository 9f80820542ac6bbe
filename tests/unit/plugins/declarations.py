# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Declarations of tables for property tests: any two of them can follow each other on the same table."""

from __future__ import annotations

from hypothesis import strategies as st

KEYS = {
    "hash_key": "id",
    "range_key": "at",
    "attributes": [{"name": "id", "type": "S"}, {"name": "at", "type": "N"}],
    "allow_recreate": ["global_secondary_indexes", "replicas", "stream", "vector_indexes"],
}
MORE_ATTRIBUTES = [{"name": "mail", "type": "S"}, {"name": "day", "type": "S"}, {"name": "size", "type": "N"}]

INDEXES = [
    {"name": "by-mail", "hash_key": "mail"},
    {"name": "by-mail", "hash_key": "mail", "projection_type": "KEYS_ONLY"},
    {"name": "by-day", "hash_key": "day", "range_key": "at"},
    {"name": "by-day", "hash_key": "day", "projection_type": "INCLUDE", "non_key_attributes": ["a", "b"]},
    {"name": "by-size", "hash_keys": ["size", "day"], "range_key": "mail"},
]

capacities = st.integers(min_value=1, max_value=50)
attribute_names = st.sampled_from(["expires_at", "valid_until"])
tag_dicts = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2"]))


@st.composite
def tables(draw):
    """The options of one table: its keys, and any valid combination of others."""
    options = {**KEYS, **draw(st.fixed_dictionaries({}, optional=OPTIONAL))}
    provisioned = draw(st.booleans())
    options.update(draw(PROVISIONED if provisioned else ON_DEMAND))
    indexes = draw(st.none() | st.lists(st.sampled_from(INDEXES), max_size=3, unique_by=lambda index: index["name"]))
    if indexes is not None:
        options["global_secondary_indexes"] = [draw(_numbered(index)) if provisioned else index for index in indexes]
        used = {name for index in indexes for name in _key_names(index)}
        options["attributes"] = KEYS["attributes"] + [entry for entry in MORE_ATTRIBUTES if entry["name"] in used]
    return options


@st.composite
def _numbered(draw, index):
    if draw(st.booleans()):
        return index
    return {**index, "read_capacity": draw(capacities), "write_capacity": draw(capacities)}


def _key_names(index):
    return [index.get("hash_key"), index.get("range_key"), *index.get("hash_keys", []), *index.get("range_keys", [])]


bounds = st.integers(1, 9).map(lambda low: {"min_capacity": low, "max_capacity": 4 * low})

PROVISIONED = st.fixed_dictionaries(
    {"billing_mode": st.just("PROVISIONED"), "read_capacity": capacities, "write_capacity": capacities},
    optional={
        "autoscaling": st.just({"enabled": False})
        | st.fixed_dictionaries({"enabled": st.just(True), "write": bounds}, optional={"read": bounds}),
    },
)
# Without vector indexes and maximum throughput, which a later switch to provisioned would not allow.
ON_DEMAND = st.fixed_dictionaries(
    {"billing_mode": st.just("PAY_PER_REQUEST"), "autoscaling": st.just({"enabled": False})}
)

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "dynamodb:*",
            "Resource": "*",
        }
    ],
}
STREAMS = [f"arn:aws:kinesis:eu-west-1:123456789012:stream/{name}" for name in ("one", "two")]

OPTIONAL = {
    "contributor_insights": st.fixed_dictionaries({"enabled": st.booleans()}, optional={"indexes": st.booleans()}),
    "kinesis_stream": st.just({"enabled": False})
    | st.fixed_dictionaries(
        {"enabled": st.just(True), "stream_arn": st.sampled_from(STREAMS)},
        optional={"timestamp_precision": st.sampled_from(["MILLISECOND", "MICROSECOND"])},
    ),
    "resource_policy": st.sampled_from([POLICY, {}]),
    "purge_indexes": st.booleans(),
    "table_class": st.sampled_from(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
    "deletion_protection": st.booleans(),
    "ttl": st.just({"enabled": False}) | attribute_names.map(lambda name: {"enabled": True, "attribute_name": name}),
    "stream": st.just({"enabled": False})
    | st.sampled_from(["KEYS_ONLY", "NEW_IMAGE"]).map(lambda view: {"enabled": True, "view_type": view}),
    "point_in_time_recovery": st.just({"enabled": False})
    | st.integers(1, 35).map(lambda days: {"enabled": True, "recovery_period_in_days": days}),
    "server_side_encryption": st.booleans().map(lambda enabled: {"enabled": enabled}),
    "tags": tag_dicts,
    "purge_tags": st.booleans(),
}
