# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for the table itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import PlanWarning
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import table
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.table import NEW, TableSettings
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import Key
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps

ID, AT = Key("id", "S"), Key("at", "N")
LIVE = TableSettings(ID, AT, "STANDARD", {"id": "S", "at": "N", "email": "S"})
BARE = TableSettings(ID, None, "STANDARD", {"id": "S"})
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"

PLANS = [
    # have, want, actions
    (LIVE, TableSettings(), []),
    (LIVE, LIVE, []),
    (LIVE, TableSettings(ID, AT), []),
    # omitted types are those of the live table
    (LIVE, TableSettings(Key("id"), Key("at")), []),
    (LIVE, TableSettings(Key("pk"), AT), ["no: hash_key"]),
    (LIVE, TableSettings(Key("id", "N"), AT), ["no: hash_key"]),
    (LIVE, TableSettings(ID, Key("at", "S")), ["no: range_key"]),
    (LIVE, TableSettings(ID), ["no: range_key"]),
    # the sort key alone, equal to the live one or different
    (LIVE, TableSettings(None, AT), []),
    (LIVE, TableSettings(None, Key("day", "S")), ["no: range_key"]),
    (BARE, TableSettings(ID, AT), ["no: range_key"]),
    (LIVE, TableSettings(table_class=INFREQUENT), [f"change the table class from STANDARD to {INFREQUENT}"]),
    (replace(LIVE, table_class=INFREQUENT), TableSettings(table_class=INFREQUENT), []),
    (NEW, TableSettings(ID, AT), ["create the table with partition key id (S) and sort key at (N)"]),
    (
        NEW,
        TableSettings(ID, None, INFREQUENT),
        [f"create the table with partition key id (S), table class {INFREQUENT}"],
    ),
    (NEW, TableSettings(), ["no: hash_key"]),
    (NEW, TableSettings(Key("id"), Key("at")), ["no: hash_key", "no: range_key"]),
    # the type of a declared attribute that a live key uses cannot change
    (LIVE, TableSettings(unused={"email": "S"}), []),
    (LIVE, TableSettings(unused={"email": "N"}), ["no: attributes"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(table, have=have, want=want)) == actions


def test_an_attribute_that_no_key_uses_causes_a_warning():
    """It is not sent, because AWS would reject it (R9)."""
    (warning,) = steps(table, have=LIVE, want=TableSettings(unused={"phone": "S"}))
    assert isinstance(warning, PlanWarning) and "phone" in warning.text


def test_the_default_table_class_is_standard():
    """AWS does not show a table class that was never set (R47)."""
    description = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }
    assert table.observe(description) == BARE


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"name": "ab"}, "name"),
        ({"name": "a b c"}, "name"),
        ({"name": "a" * 256}, "name"),
        ({"hash_key": "id", "range_key": "id"}, "range_key"),
        ({"hash_key": "i" * 256}, "hash_key"),
        ({"attributes": [{"name": "id", "type": "S"}, {"name": "id", "type": "N"}]}, "attributes[1].name"),
        ({"attributes": [{"name": "id", "type": "X"}]}, "attributes[0].type"),
        ({"attributes": [{"name": "id"}]}, "attributes[0].type"),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(**{"name": "orders", **options})) == [path]
