# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared.names import fitted, key_alias, table


def test_names_are_those_of_the_addon():
    assert table("myapp", "prod", "users") == "myapp-prod-users"
    assert key_alias("myapp", "prod") == "alias/myapp-prod-dynamodb"


def test_a_name_that_is_too_long_is_cut_and_stays_unique():
    long = "a" * 300
    assert len(table("myapp", "prod", long)) == 255
    assert table("myapp", "prod", long) == table("myapp", "prod", long)
    assert table("myapp", "prod", long) != table("myapp", "prod", long + "b")
    assert len(key_alias(long, "prod")) == 256
    assert fitted("a" * 50, 50) == "a" * 50


def test_an_alias_without_the_dots_of_a_name_stays_unique():
    assert key_alias("my.app", "prod") != key_alias("my-app", "prod")
    assert "." not in key_alias("my.app", "prod")
