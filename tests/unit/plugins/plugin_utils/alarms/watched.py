# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Shared by the tests of alarms: declarations of tables, and the alarms that they get."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import catalogue as alarm_catalogue
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings

HOME, AWAY = "eu-west-1", "us-east-1"
CEILINGS = {"max_read_request_units": 500, "max_write_request_units": -1}


def table(name="shop-orders", mode="PAY_PER_REQUEST", indexes=(), replicas=(), **more):
    """A table's `declaration` as dynamodb_stackkit returns it, with the options that the alarms depend on."""
    return {
        "name": name,
        "billing_mode": mode,
        "global_secondary_indexes": [{"name": index} if isinstance(index, str) else index for index in indexes],
        "replicas": [{"region": entry} if isinstance(entry, str) else entry for entry in replicas],
        **more,
    }


def arn(name):
    return f"arn:aws:dynamodb:{HOME}:123456789012:table/{name}"


def found(*declarations, region=HOME):
    """The variable alarms_found."""
    tables = {one["name"]: {"declaration": one, "table_arn": arn(one["name"])} for one in declarations}
    return {"region": region, "tables": tables}


def asked(*tables, state="present", region=None, **settings):
    """The checked variables of the role. settings: variables without their prefix."""
    given = {f"alarms_{name}": value for name, value in settings.items()}
    given |= {
        "alarms_state": state,
        "alarms_region": region,
        "alarms_tables": [{"table_name": name} for name in tables],
    }
    result, problems = alarm_settings.resolve(given)
    assert problems == []
    return result


def alarms(declaration, region=HOME, **settings):
    """{name without the table's prefix: alarm} of a table in one Region."""
    (entry,) = asked(declaration["name"], **settings)["tables"]
    return {alarm["name"]: alarm for alarm in alarm_catalogue.of_table(declaration, entry, region, HOME)}
