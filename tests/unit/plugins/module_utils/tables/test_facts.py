# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The facts of a table have the names that Ansible's own conversion gives them."""

from __future__ import annotations

import pytest
from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import facts

INDEX = {"IndexName": "by-mail", "KeySchema": [{"AttributeName": "Mail", "KeyType": "HASH"}], "Backfilling": False}
DESCRIPTIONS = {
    "nested": {"GlobalSecondaryIndexes": [INDEX, INDEX], "WarmThroughput": {"Status": "ACTIVE"}, "Replicas": []},
    "an abbreviation": {"SSEDescription": {"KMSMasterKeyArn": "arn"}, "LatestStreamArn": None},
    "lists in a list": {"Lists": [[{"OneName": 1}, "OneName"], []]},
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_names_are_converted_as_by_ansible(name):
    assert facts.facts(DESCRIPTIONS[name], {}) == camel_dict_to_snake_dict(DESCRIPTIONS[name])


def test_each_name_is_converted_once(monkeypatch):
    converted = []
    monkeypatch.setattr(
        facts, "camel_dict_to_snake_dict", lambda given: converted.extend(given) or camel_dict_to_snake_dict(given)
    )
    facts._snake_case_name.cache_clear()
    facts.facts({"TableName": "a", "GlobalSecondaryIndexes": [INDEX, INDEX]}, {})
    assert sorted(converted) == sorted({"TableName", "GlobalSecondaryIndexes", *INDEX, "AttributeName", "KeyType"})
