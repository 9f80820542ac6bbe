# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A caller needs exactly the permissions that docs/permissions.md lists for the options of dynamodb_stackkit."""

from __future__ import annotations

import ast
import json
import re

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.shapes import service_model
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import ASPECTS, IN_REPLICAS
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import option as main_option
from ansible_collections.stackkit.dynamodb.tests.unit.permissions import page, scenarios
from ansible_collections.stackkit.dynamodb.tests.unit.permissions.account import MONTH, USER, Account
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import declarations
from botocore import xform_name

TEXT = page.PAGE.read_text()
SECTION = TEXT.partition("\n## Options and actions\n")[2].partition("\n## ")[0]
ROWS = {line.split("`")[1]: line.split(" | ")[1:] for line in SECTION.splitlines() if line.startswith("| `")}
ACTION, OTHER_ROW = re.compile(r"`([\w-]+:\w+)`"), re.compile(r"`(\w+)`")
NOTED = re.findall(r"^- \*\*([\w-]+:\w+)\*\* is called only if", TEXT, re.MULTILINE)
CREATABLE = [main_option(aspect) for aspect in ASPECTS if hasattr(aspect, "create_params")]


def actions(option, *, write=True):
    """The documented actions of an option, with those of the rows that its row refers to."""
    cells = ROWS[option] if write else ROWS[option][:1]
    found = {action for cell in cells for action in ACTION.findall(cell)}
    others = OTHER_ROW.findall(" ".join(ROWS[option])) if option != "replicas" else []
    return found.union(*(actions(other, write=write) for other in others))


def own(option):
    return {action for cell in ROWS[option] for action in ACTION.findall(cell)}


@pytest.fixture(name="account", scope="module")
def account_fixture():
    return Account()


def with_scenario(options):
    return [option for option in options if scenarios.scenario(option)]


def complete(account, task):
    """Run a task until nothing is left to do -> the first failed result, or the last one."""
    result = {"changed": True}
    while result["changed"] and "msg" not in result:
        account.simulator.clock.sleep(MONTH)
        result, _checked = account.run(task)
    return result


def test_the_page_is_up_to_date():
    """`make permissions` writes it."""
    assert page.generated(TEXT) == TEXT


def test_every_option_has_a_row():
    assert set(ROWS) == set(scenarios.OPTIONS)


@pytest.mark.parametrize("option", with_scenario(scenarios.OPTIONS))
def test_the_documented_permissions_are_sufficient(account, option):
    """To set, change and remove what the option controls; those to read suffice where nothing changes."""
    scenario = scenarios.scenario(option)
    account.start(scenario)
    for task in scenario.steps:
        for allowed, check_mode in ((actions(option, write=False), True), (actions(option), False)):
            account.allow(allowed)
            result = account.run(task, check_mode=True)[0] if check_mode else complete(account, task)
            assert "msg" not in result, result["msg"]
        account.allow(actions(option, write=False))
        result, _checked = account.run(task)
        assert "msg" not in result and not result["changed"]


@pytest.mark.parametrize("option", with_scenario(scenarios.OPTIONS))
def test_every_documented_permission_is_necessary(account, option):
    """Without one of them, the error names it, and the option that requires it."""
    scenario = scenarios.scenario(option)
    for missing in sorted(own(option)):
        account.start(scenario)
        account.allow(actions(option) - {missing})
        failed = next(
            (result for task in scenario.steps for result in [complete(account, task)] if "msg" in result), {}
        )
        named = re.search(rf"Grant the caller {missing}, which (\w+)\S* requires", failed.get("msg", ""))
        assert named, (missing, failed.get("msg"))
        assert named[1] in {option, *_related(option, missing)}, missing


def _related(option, action):
    """The options that an error may name instead: others of the aspect, or what a removal or creation consists of."""
    if action in ("dynamodb:CreateTable", "dynamodb:DescribeTable"):
        yield "name"
    if option in ("state", "force_delete"):
        yield from ("state", *(main_option(aspect) for aspect in ASPECTS if hasattr(aspect, "remove")))
    for aspect in ASPECTS:
        if option in aspect.OPTIONS:
            yield from aspect.OPTIONS
    yield from scenarios.scenario(option).besides


@pytest.mark.parametrize("option", [option for option in CREATABLE if option in declarations.OPTIONAL])
def test_a_table_is_created_with_the_option(account, option):
    """CreateTable needs what the row of the option contains in addition to its own row (R75, R115)."""
    account.start(scenarios.Scenario((), prepare=scenarios.scenario(option).prepare))
    account.allow(actions("name") | actions(option))
    task = {**scenarios.KEYS, **scenarios.scenario(option).steps[0]}
    assert "msg" not in complete(account, task)


def test_a_replica_needs_the_rows_of_its_options_in_its_region(account):
    """Without the rows of the replica's options, the error names the option of the replica."""
    inner = set(OTHER_ROW.findall(ROWS["replicas"][1]))
    assert inner == {*map(main_option, IN_REPLICAS), "server_side_encryption"}
    key = {"enabled": True, "kms_key_id": scenarios.ALIAS}
    account.start(scenarios.Scenario((), {**scenarios.KEYS, "server_side_encryption": key}, scenarios.keys_in_kms))
    own_tags = {"region": scenarios.ELSEWHERE, "kms_key_id": scenarios.ALIAS, "tags": {"a": "1"}}
    account.allow(actions("replicas") | actions("server_side_encryption"))
    failed = complete(account, {"replicas": [own_tags]})
    assert "dynamodb:ListTagsOfResource, which replicas[us-east-1].tags requires" in failed["msg"]
    account.allow(actions("replicas") | actions("server_side_encryption") | actions("tags"))
    assert "msg" not in complete(account, {"replicas": [own_tags]})


@pytest.mark.parametrize("aspect", ASPECTS, ids=main_option)
def test_the_scenarios_make_every_call_of_an_aspect(aspect):
    """A method of a client that the source of an aspect names is in the rows of its options, or a note explains it."""
    methods = {}
    for service in ("dynamodb", "application-autoscaling"):
        for operation in service_model(service).operation_names:
            methods.setdefault(xform_name(operation), set()).add(f"{service}:{operation}")
    with open(aspect.__file__, encoding="utf-8") as source:
        named = {node.value for node in ast.walk(ast.parse(source.read())) if isinstance(node, ast.Constant)}
    listed = set().union(*(actions(option) for option in ROWS if option in aspect.OPTIONS), actions("state"), NOTED)
    # The errors of another aspect's call are known where they come from.
    elsewhere = {method for known in getattr(aspect, "KNOWN_ERRORS", ()) for method in known.methods}
    everywhere = set().union(*map(actions, ROWS))
    for name in named & set(methods):
        assert methods[name] & (everywhere if name in elsewhere else listed), name


def test_the_example_policy_allows_the_example(account):
    """From creating the table to deleting it. The simulator evaluates no conditions, but the resources."""
    policy = json.loads(re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)[1].replace("111122223333", "123456789012"))
    account.start(scenarios.Scenario((), None, scenarios.keys_in_kms))
    (alias,) = account.simulator.client("kms", scenarios.REGION).list_aliases()["Aliases"][:1]
    for statement in policy["Statement"]:
        statement.pop("Condition", None)
        if ":key/" in statement["Resource"]:
            statement["Resource"] = f"arn:aws:kms:{scenarios.REGION}:123456789012:key/{alias['TargetKeyId']}"
    account.user = account.simulator.restrict("AKIAPERMISSIONS", policy, USER)
    whole = {
        **scenarios.KEYS,
        **scenarios.INDEX,
        "stream": {"enabled": True},
        "ttl": {"enabled": True, "attribute_name": "expires_at"},
        "point_in_time_recovery": {"enabled": True},
        "deletion_protection": True,
        "server_side_encryption": {"enabled": True, "kms_key_id": scenarios.ALIAS},
        "tags": {"a": "1"},
    }
    for task in (whole, {**scenarios.PROVISIONED, "tags": {"b": "2"}, "ttl": {"enabled": False}}, {"state": "absent"}):
        result = complete(account, {"name": "orders-1", **task, "force_delete": True})
        assert "msg" not in result, result["msg"]
