# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Declarations of tables for property tests: any two of them can follow each other on the same table."""

from __future__ import annotations

from hypothesis import strategies as st

KEYS = {
    "hash_key": "id",
    "range_key": "at",
    "attributes": [{"name": "id", "type": "S"}, {"name": "at", "type": "N"}],
    "allow_recreate": ["global_secondary_indexes", "stream"],
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
attribute_names = st.sampled_from(["expires_at", "gone_at"])
tag_dicts = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2"]))


@st.composite
def tables(draw):
    """The options of one table: its keys, and any of the others, in any combination that belongs together."""
    options = {**KEYS, **draw(st.fixed_dictionaries({}, optional=OPTIONAL))}
    provisioned = draw(st.sampled_from([None, True, False]))
    if provisioned:
        options.update(billing_mode="PROVISIONED", read_capacity=draw(capacities), write_capacity=draw(capacities))
    elif provisioned is False:
        options["billing_mode"] = "PAY_PER_REQUEST"
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


OPTIONAL = {
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
