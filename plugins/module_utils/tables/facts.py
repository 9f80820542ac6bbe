# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A table as the modules return it: the facts of AWS in snake_case, and the declaration with which nothing changes.

Both come from one model of a table: {aspect: its value} of each Region, observed, or predicted in check mode.
"""

from __future__ import annotations

from functools import cache

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from ..core import diff
from .aspects import autoscaling, disassociation_protection, replicas, warm_throughput
from .registry import ASPECTS, IN_REPLICAS, option

# Warm throughput increases by itself and cannot be lowered, so a declaration could become an error (R22).
NOT_DECLARED = (warm_throughput,)
LOCAL = [option(aspect) for aspect in IN_REPLICAS]


def facts(description, answers):
    """The facts of DescribeTable in snake_case, and what it does not show, in the form of the options.

    description: None if the table does not exist; then {}. answers: {aspect: what its `read` returned}.
    """
    if description is None:
        return {}
    table = _snake_case(description)
    if description.get("StreamSpecification", {}).get("StreamEnabled"):
        table["table_stream_arn"] = description.get("LatestStreamArn")
    for aspect, answer in answers.items():
        table = {**aspect.declare(aspect.observe(description, answer)), **table}
        table.update(_snake_case(aspect.facts(answer)) if hasattr(aspect, "facts") else {})
    return table


def _snake_case(value):
    """What camel_dict_to_snake_dict returns, which however converts the name of each value again."""
    if isinstance(value, dict):
        return {_snake_case_name(name): _snake_case(entry) for name, entry in value.items()}
    return [_snake_case(entry) for entry in value] if isinstance(value, list) else value


@cache
def _snake_case_name(name):
    return next(iter(camel_dict_to_snake_dict({name: None})))


def observed(description, answers):
    """{aspect: its value} of a table in one Region, of the aspects that were read; {} if the table does not exist."""
    return {
        aspect: aspect.observe(description, answers.get(aspect, {}))
        for aspect in ASPECTS
        if description is not None and (not hasattr(aspect, "read") or aspect in answers)
    }


def initial():
    """{aspect: its value} of a new table, of the aspects that DescribeTable shows."""
    return {aspect: aspect.NEW for aspect in ASPECTS if not hasattr(aspect, "read")}


def declaration(name, home, others, unreadable=()):
    """The options of one table with which nothing changes.

    home: {aspect: its value}. others: {Region: the same of the replica, or None if it cannot be described}.
    unreadable: {Region: options of the replica that the caller lacks the permission to read}.
    """
    options = {"name": name}
    for aspect, value in home.items():
        if aspect not in NOT_DECLARED:
            options = diff.merged(options, aspect.declare(value))
    protected = {
        values[disassociation_protection]
        for values in (home, *others.values())
        if values and disassociation_protection in values
    }
    if not others or options.get("multi_region_consistency") == replicas.STRONG or len(protected) > 1:
        options.pop("disassociation_protection", None)  # it is one option for all Regions
    if options.get("autoscaling") == {"enabled": False} and others:
        del options["autoscaling"]  # it would also disable that of the replicas
    for region, values in others.items():
        for unknown in dict(unreadable).get(region, []) if values else LOCAL:
            options.pop(unknown, None)  # the replica would inherit it
    own_key = (options.get("server_side_encryption") or {}).get("kms_key_id")
    if "replicas" in options:
        options["replicas"] = [_replica(entry, others.get(entry["region"]), own_key) for entry in options["replicas"]]
    return options


def _replica(entry, values, own_key):
    """An entry of `replicas` with all options of the replica, so that it inherits none from the table."""
    options = {name: value for name, value in entry.items() if name != "kms_key_id" or own_key}
    for aspect, value in (values or {}).items():
        if aspect in IN_REPLICAS and aspect is not disassociation_protection:
            options.update(aspect.declare(value))
    scaled = options.pop(option(autoscaling), {})
    indexes = [{name: index[name] for name in ("name", "read") if name in index} for index in scaled.get("indexes", [])]
    reads = {"read": scaled["read"]} if "read" in scaled else {}
    if reads or any("read" in index for index in indexes):
        reads["indexes"] = indexes
    return {**options, **({"autoscaling": reads} if reads else {})}
