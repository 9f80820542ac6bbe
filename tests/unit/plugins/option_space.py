# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Any declaration of a table, over all options of dynamodb_stackkit, for the random walks.

Most declarations are valid alone; whether one can follow another is for the plan to decide. Some are invalid.
A key is named by an alias that exists in each Region, or by KEY and its number for the ARN in its Region.
"""

from __future__ import annotations

from hypothesis import strategies as st

HOME = "eu-west-1"
OTHERS = ("eu-west-2", "eu-west-3", "us-east-1")
TYPES = {"id": "S", "at": "N", "mail": "S", "day": "S", "size": "N"}
RECREATABLE = ["global_secondary_indexes", "replicas", "stream", "vector_indexes"]
KEYS = ("alias/one", "alias/two", "KEY1", "KEY2")
STREAMS = ("one", "two")

ENABLED_OR_NOT = st.booleans().map(lambda enabled: {"enabled": enabled})
capacities = st.sampled_from([5, 1, 7, 20, 40])
maximums = st.sampled_from([-1, 5, 100])
tag_dicts = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "2"]), max_size=2)


def sometimes(draw, percent):
    """Whether a percentage comes up. Hypothesis simplifies a failure to False."""
    return draw(st.integers(0, 99)) >= 100 - percent


def either(*choices):
    return st.sampled_from(choices)


@st.composite
def some(draw, options, percent=40):
    """A dict with some of the options, each drawn from its strategy."""
    return {name: draw(strategy) for name, strategy in options.items() if sometimes(draw, percent)}


# Throughput ----------------------------------------------------------------------------------------------------------

CAPACITY = {"read_capacity": capacities, "write_capacity": capacities}
MAXIMUM = {"on_demand_throughput": some({"max_read_request_units": maximums, "max_write_request_units": maximums}, 60)}
WARM = {
    "warm_throughput": some(
        {
            "read_units_per_second": either(12000, 13000, 15000, 20),
            "write_units_per_second": either(4000, 5000, 20),
        },
        60,
    )
}


@st.composite
def dimensions(draw):
    """The scaling of one dimension."""
    low = draw(either(5, 1, 8))
    more = {
        "target_value": either(70.0, 50.0),
        "scale_in_cooldown": either(0, 60),
        "scale_out_cooldown": either(0, 60),
        "disable_scale_in": st.booleans(),
        "scheduled_actions": st.lists(scheduled_actions(), max_size=2, unique_by=lambda action: action["name"]),
    }
    return {"min_capacity": low, "max_capacity": draw(either(low, 4 * low)), **draw(some(more, 15))}


@st.composite
def scheduled_actions(draw):
    bounds = draw(either({"min_capacity": 2}, {"max_capacity": 50}, {"min_capacity": 2, "max_capacity": 9}))
    more = {"timezone": either("Europe/Berlin", "UTC"), "start_time": st.just("2027-01-01T00:00:00Z")}
    schedule = draw(either("cron(0 8 * * ? *)", "rate(1 hour)"))
    return {"name": draw(either("morning", "evening")), "schedule": schedule, **bounds, **draw(some(more))}


@st.composite
def autoscaling(draw, names):
    if not sometimes(draw, 75):
        return {"enabled": False}
    indexes = [{"name": name, **draw(some({"read": dimensions(), "write": dimensions()}, 60))} for name in names]
    return {
        "enabled": True,
        "write": draw(dimensions()),
        **draw(some({"read": dimensions()}, 50)),
        **({"indexes": indexes} if names and sometimes(draw, 25) else {}),
    }


# Indexes -------------------------------------------------------------------------------------------------------------

INDEXES = (
    {"name": "by-mail", "hash_key": "mail"},
    {"name": "by-mail", "hash_key": "mail", "projection_type": "KEYS_ONLY"},
    {"name": "by-day", "hash_key": "day", "range_key": "at"},
    {"name": "by-day", "hash_key": "day", "projection_type": "INCLUDE", "non_key_attributes": ["a", "b"]},
    {"name": "by-size", "hash_keys": ["size", "day"], "range_key": "mail"},
)
LOCAL = ({"name": "local", "range_key": "day"}, {"name": "local", "range_key": "size", "projection_type": "KEYS_ONLY"})
VECTORS = (
    {"name": "near", "attribute": "vector", "dimensions": 4, "distance_function": "COSINE"},
    {"name": "near", "attribute": "vector", "dimensions": 8, "distance_function": "COSINE"},
    {
        "name": "far",
        "attribute": "other",
        "dimensions": 4,
        "distance_function": "EUCLIDEAN",
        "search_schema": [{"attribute": "day", "type": "INLINE_FILTER"}, {"attribute": "mail", "type": "HASH"}],
    },
)


def named_once(choices, most=3):
    return st.lists(either(*choices), max_size=most, unique_by=lambda entry: entry["name"])


def with_attributes(options):
    """The options with the types of all declared keys."""
    used = [name for name in _key_names(options) if name in TYPES]
    return {**options, "attributes": [{"name": name, "type": TYPES[name]} for name in used]}


def _key_names(options):
    indexes = options.get("global_secondary_indexes", []) + options.get("local_secondary_indexes", [])
    found = [options.get("hash_key"), options.get("range_key")]
    for index in indexes:
        found += [index.get("hash_key"), index.get("range_key"), *index.get("hash_keys", [])]
    for index in options.get("vector_indexes", []):
        found += [element["attribute"] for element in index.get("search_schema", [])]
    return [name for name in dict.fromkeys(found) if name]


# What each Region has ------------------------------------------------------------------------------------------------

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
    "Action": "dynamodb:GetItem",
    "Resource": "*",
}
POLICIES = (
    {"Version": "2012-10-17", "Statement": [STATEMENT]},
    {"Version": "2012-10-17", "Statement": [{**STATEMENT, "Action": "dynamodb:Query"}]},
    {},
)


@st.composite
def insights(draw):
    more = {"mode": either("ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"), "indexes": st.booleans()}
    return {**draw(ENABLED_OR_NOT), **draw(some(more))}


@st.composite
def recovery(draw):
    days = {"recovery_period_in_days": either(35, 1, 7)}
    return draw(either({"enabled": False}, None)) or {"enabled": True, **draw(some(days))}


@st.composite
def kinesis(draw, region):
    if not sometimes(draw, 70):
        return {"enabled": False}
    arn = f"arn:aws:kinesis:{region}:123456789012:stream/{draw(either(*STREAMS))}"
    return {"enabled": True, "stream_arn": arn, **draw(some({"timestamp_precision": either(*PRECISIONS)}))}


PRECISIONS = ("MILLISECOND", "MICROSECOND")


def of_each_region(region):
    return {
        "table_class": either("STANDARD", "STANDARD_INFREQUENT_ACCESS"),
        "deletion_protection": st.booleans(),
        "point_in_time_recovery": recovery(),
        "contributor_insights": insights(),
        "kinesis_stream": kinesis(region),
        "resource_policy": either(*POLICIES),
        "tags": tag_dicts,
    }


# Replicas ------------------------------------------------------------------------------------------------------------


@st.composite
def replicas(draw, regions, names, *, provisioned, keyed):
    return [draw(replica(region, names, provisioned, keyed)) for region in regions]


@st.composite
def replica(draw, region, names, provisioned, keyed):
    override = {"read_capacity": capacities} if provisioned else {"max_read_request_units": either(5, 100)}
    scaling = {"autoscaling": some({"read": dimensions()}, 90)} if provisioned else {}
    entry = {"region": region, **draw(some({**override, **of_each_region(region), **scaling}, 15))}
    if keyed:
        entry["kms_key_id"] = draw(either(*KEYS))
    if names and sometimes(draw, 15):
        name = draw(either(*names))
        entry["global_secondary_indexes"] = [{"name": name, **draw(some(override, 90))}]
    return entry


# A whole table -------------------------------------------------------------------------------------------------------

CONFIRMED = {
    "allow_recreate": st.just(RECREATABLE) | st.lists(either(*RECREATABLE), unique=True),
    "force_delete": st.booleans(),
    "purge_indexes": st.booleans(),
    "purge_replicas": st.booleans(),
    "purge_tags": st.booleans(),
    "confirm_remove_self_resource_access": st.booleans(),
}


@st.composite
def declarations(draw):
    """The options of one table in HOME, without its name."""
    options = {"hash_key": "id", "range_key": "at", **draw(some(CONFIRMED, 60))}
    provisioned = draw(st.booleans())
    if sometimes(draw, 60):
        options["global_secondary_indexes"] = draw(index_lists(provisioned))
    if sometimes(draw, 10):
        options["local_secondary_indexes"] = draw(named_once(LOCAL))
    if sometimes(draw, 2 if provisioned else 15):
        options["vector_indexes"] = draw(named_once(VECTORS))
    names = [index["name"] for index in options.get("global_secondary_indexes", [])]
    options.update(draw(throughput(names, provisioned)))
    strong = sometimes(draw, 8)
    options.update(draw(some(of_table(strong), 25)))
    options.update(draw(some(of_each_region(HOME), 20)))
    if strong or sometimes(draw, 45):
        options.update(draw(global_options(options, names, provisioned, strong)))
    options = with_attributes(options)
    return draw(broken(options)) if sometimes(draw, 10) else options


@st.composite
def index_lists(draw, provisioned):
    own = some({**CAPACITY, **WARM} if provisioned else {**MAXIMUM, **WARM}, 20)
    return [{**index, **draw(own)} for index in draw(named_once(INDEXES))]


@st.composite
def throughput(draw, names, provisioned):
    if provisioned:
        options = {"billing_mode": "PROVISIONED", **draw(some(CAPACITY, 85))}
        return {**options, **draw(some({"autoscaling": autoscaling(names)}, 60)), **draw(some(WARM, 8))}
    options = {"billing_mode": "PAY_PER_REQUEST"} if sometimes(draw, 80) else {}
    return {
        **options,
        **draw(some(MAXIMUM, 20)),
        **draw(some(WARM, 10)),
        **draw(some({"autoscaling": st.just({"enabled": False})}, 40)),
    }


def of_table(strong):
    ttl = [{"enabled": True, "attribute_name": name} for name in ("expires", "until")]
    stream = [{"enabled": True, "view_type": view} for view in ("NEW_AND_OLD_IMAGES", "KEYS_ONLY")]
    return {
        "ttl": either({"enabled": False}, *([] if strong else ttl)),
        "stream": either({"enabled": True}, *stream, {"enabled": False}),
        "server_side_encryption": either(
            {"enabled": False}, {"enabled": True}, *({"enabled": True, "kms_key_id": key} for key in KEYS)
        ),
    }


@st.composite
def global_options(draw, options, names, provisioned, strong):
    keyed = bool(options.get("server_side_encryption", {}).get("kms_key_id"))
    if strong:
        witness = draw(st.booleans())
        regions = ["eu-west-2"] if witness else ["eu-west-2", "eu-west-3"]
        more = {"multi_region_consistency": "STRONG", **({"witness_region": "eu-west-3"} if witness else {})}
    else:
        regions = draw(st.lists(either(*OTHERS), unique=True, max_size=2))
        more = draw(some({"multi_region_consistency": st.just("EVENTUAL")}, 10))
        if regions:
            more.update(draw(some({"disassociation_protection": st.booleans()}, 10)))
    found = draw(replicas(regions, names, provisioned=provisioned, keyed=keyed))
    return {"replicas": found, **more}


# Invalid declarations ------------------------------------------------------------------------------------------------


@st.composite
def broken(draw, options):
    """The options with a fault, or with one that is a fault for most tables."""
    faults = {
        "hash_key": either("other", None),
        "range_key": either("id", None, "day"),
        "attributes": either([], [{"name": "id", "type": "N"}, {"name": "mail", "type": "B"}]),
        "billing_mode": either("PAY_PER_REQUEST", "PROVISIONED"),
        "read_capacity": either(0, 5),
        "write_capacity": either(-1, 5),
        "on_demand_throughput": st.just({"max_read_request_units": 5}),
        "autoscaling": either(
            {"enabled": True},
            {"enabled": True, "write": {"min_capacity": 5, "max_capacity": 4}},
            {"enabled": True, "read": {"min_capacity": 5, "max_capacity": 9}},
            {"enabled": True, "indexes": [{"name": "none", "write": {"min_capacity": 1, "max_capacity": 4}}]},
        ),
        "warm_throughput": either({"read_units_per_second": 1}, {"write_units_per_second": 4001}),
        "global_secondary_indexes": either(
            [{"name": "by-mail"}],
            [{"name": "by-unknown", "hash_key": "unknown"}],
            [{"name": "local", "hash_key": "day"}],
            [{"name": "near", "hash_key": "day"}],
            [{"name": "by-mail", "hash_key": "mail", "projection_type": "INCLUDE"}],
        ),
        "local_secondary_indexes": st.just([{"name": "by-day", "range_key": "day"}]),
        "vector_indexes": st.just([{**VECTORS[0], "attribute": "mail"}]),
        "replicas": either(
            [{"region": HOME}],
            [{"region": OTHERS[0]}, {"region": OTHERS[0]}],
            [{"region": OTHERS[2], "kms_key_id": "alias/one"}],
            [{"region": OTHERS[2], "read_capacity": 5}],
            [{"region": OTHERS[2], "max_read_request_units": 5}],
            [{"region": OTHERS[2], "global_secondary_indexes": [{"name": "none", "read_capacity": 5}]}],
        ),
        "multi_region_consistency": either("STRONG", "EVENTUAL"),
        "witness_region": either("eu-west-2", HOME),
        "disassociation_protection": st.booleans(),
        "ttl": either({"enabled": True}, {"enabled": True, "attribute_name": "expires"}),
        "stream": st.just({"enabled": False}),
        "server_side_encryption": either({"enabled": True}, {"enabled": False}),
        "point_in_time_recovery": st.just({"enabled": True, "recovery_period_in_days": 36}),
        "tags": either({"aws:a": "1"}, {"": "1"}),
        "resource_policy": either({"Statement": []}, {"Version": "2012-10-17"}),
    }
    option = draw(either(*faults))
    return {**options, option: draw(faults[option])}
