# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests of alarms share: tables as DynamoDB describes them, and the alarms that they get."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import catalogue as alarm_catalogue
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings

HOME, AWAY = "eu-west-1", "us-east-1"
CEILINGS = {"max_read_request_units": 500, "max_write_request_units": -1}


def table(name="shop-orders", mode="PAY_PER_REQUEST", indexes=(), replicas=(), **more):
    """`table` as dynamodb_stackkit returns it, as far as alarms look at it."""
    return {
        "table_name": name,
        "table_arn": f"arn:aws:dynamodb:{HOME}:123456789012:table/{name}",
        "billing_mode_summary": {"billing_mode": mode},
        "global_secondary_indexes": [{"index_name": index} if isinstance(index, str) else index for index in indexes],
        "replicas": [{"region_name": entry} if isinstance(entry, str) else entry for entry in replicas],
        **more,
    }


def asked(*tables, state="present", region=None, **settings):
    """What the role is asked for, by its variables without their prefix."""
    given = {f"alarms_{name}": value for name, value in settings.items()}
    given |= {
        "alarms_state": state,
        "alarms_region": region,
        "alarms_tables": [{"table_name": name} for name in tables],
    }
    result, problems = alarm_settings.resolve(given)
    assert problems == []
    return result


def alarms(facts, region=HOME, **settings):
    """{name without the table's: alarm} of a table in one region."""
    (entry,) = asked(facts["table_name"], **settings)["tables"]
    return {alarm["name"]: alarm for alarm in alarm_catalogue.of_table(facts, entry, region, HOME)}
