# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whatever a play sets the variables of a role to, its filters return options or problems, and show no secret."""

from __future__ import annotations

import datetime
import json

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.filter.access_resolve import access_resolve
from ansible_collections.stackkit.dynamodb.plugins.filter.alarms_resolve import alarms_resolve
from ansible_collections.stackkit.dynamodb.plugins.filter.backup_resolve import backup_resolve
from ansible_collections.stackkit.dynamodb.plugins.filter.encryption_resolve import encryption_resolve
from ansible_collections.stackkit.dynamodb.plugins.filter.stack_resolve import stack_resolve
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request as alarms_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import policies
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import resolve as access
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import problems as backup
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import variables as backup_variables
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import handover
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import bad_values
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack import stacks
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OMIT = "__omit_place_holder__0123"
CALLER = {"arn": "arn:aws:iam::123456789012:root", "account": "123456789012"}
TABLE = {"name": "orders", "hash_key": "id", "billing_mode": "PAY_PER_REQUEST"}
SIMULATOR = Simulator(clock=VirtualClock())


class Vaulted:
    """A vaulted string, as ansible-core 2.18 and earlier pass it to filters."""

    __ENCRYPTED__ = True

    def __str__(self):
        return "orders"


def spec(role):
    """The variables of a role as options of a module, without their prefix, with the keys of their dicts."""
    text = (REPO / "roles" / role / "meta/argument_specs.yml").read_text()
    declared = yaml.safe_load(text)["argument_specs"]["variables"]["options"]
    variables = {name[len(role) + 1 :]: details for name, details in declared.items()}
    return {name: {**details, **_inner(role, name, variables)} for name, details in variables.items()}


def _inner(role, name, variables):
    if (role, name) in KEYS:
        return {"options": KEYS[role, name]}
    if name == "tables":  # of one table: almost all variables
        return {"options": {one: details for one, details in variables.items() if one != "tables"}}
    options = request.TABLE_SPEC.get(name, {}).get("options")
    return {"options": options} if options else {}


def _keys(kinds):
    return {name: {"type": "list" if kind.startswith("list") else kind} for name, (kind, _default) in kinds.items()}


POLICY = {**_keys(policies.ENTRY), "name": {"type": "str"}, "allow": {"type": "str", "choices": policies.ALLOW}}
# The keys of dicts that are not declared in an argument spec.
KEYS = {
    ("access", "tables"): {
        "name": {"type": "str"},
        "policies": {"type": "list", "elements": "dict", "options": POLICY},
        "tags": {"type": "dict"},
        "table": {"type": "dict"},
    },
    ("access", "vpc_endpoint"): {name: {"type": kind} for name, kind in access.ENDPOINT.items()},
    ("alarms", "custom"): alarms_request.ALARM,
    ("backup", "copy_to"): _keys(backup.COPY),
    ("backup", "vault_lock"): _keys(backup.LOCK),
    ("backup", "tables"): _keys(backup_variables.ENTRY),
    ("stack", "access"): POLICY,
    ("stack", "alarms"): alarms_request.ALARM,
    ("stack", "backup_copy_to"): _keys(backup.COPY),
    ("stack", "backup_vault_lock"): _keys(backup.LOCK),
    ("stack", "vpc_endpoint"): {name: {"type": kind} for name, kind in access.ENDPOINT.items()},
    ("stack", "replica_regions"): request.TABLE_SPEC["replicas"]["options"],
}
# So that the checks behind those of required variables are reached.
BASES = {
    "access": {"tables": [{"name": "orders", "policies": [{"name": "a", "allow": "read"}]}]},
    "backup": {"tables": ["orders"]},
    "encryption": {"alias": "alias/orders"},
}
SPECS = {role: spec(role) for role in ("access", "alarms", "backup", "encryption", "stack")}
odd = st.sampled_from(
    [OMIT, datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1), Vaulted(), (1, "a"), {"a"}, object()]
)


@st.composite
def variables_of(draw, role):
    """Variables of a role without their prefix, of which some are what only YAML, templates and vaults make."""
    given_variables = draw(bad_values.options(SPECS[role], chance=draw(st.sampled_from([4, 30]))))
    for name in draw(st.lists(st.sampled_from(sorted(SPECS[role])), max_size=draw(st.sampled_from([0, 0, 1, 2])))):
        given_variables[name] = draw(
            st.one_of(odd, st.lists(odd), st.dictionaries(bad_values.scalars, odd, max_size=2))
        )
    return {**BASES.get(role, {}), **given_variables}


def encryption(variables):
    checked = encryption_resolve(variables, omit=OMIT)
    if not checked["problems"]:
        keys = [{"region": region, "key": None} for region in checked["regions"]]
        shared = {"kms_keys": keys, "caller": CALLER}
        known = {"shared": shared, "made": [], "tables": [], "vaults": [], "check_mode": True}
        json.dumps(encryption_resolve(checked, known))
    return checked


def backups(variables):
    checked = backup_resolve(variables, omit=OMIT)
    if not checked["problems"]:
        json.dumps(backup_resolve(checked, shared={"iam_role": None, "caller": CALLER}))
    return checked


def accesses(variables):
    checked = access_resolve(variables, omit=OMIT)
    if not checked["problems"]:
        tables = {entry["name"]: {**TABLE, "declaration": TABLE} for entry in checked["tables"]}
        json.dumps(access_resolve(checked, {"tables": tables, "policies": {}, "endpoint": {}}))
    return checked


def alarms(variables):
    prefixed = {"alarms_table_name": "orders", **{f"alarms_{name}": value for name, value in variables.items()}}
    checked = alarms_resolve(prefixed, omit=OMIT)
    if not checked["problems"]:
        tables = {name: {"declaration": TABLE} for name in checked["unread"]}
        found = {"region": "eu-west-1", "tables": tables}
        json.dumps(alarms_resolve(prefixed, found, omit=OMIT))
        json.dumps(alarms_resolve(prefixed, found, "eu-west-1", omit=OMIT))
    return checked


def stack(variables):
    prefixed = {f"stack_{name}": value for name, value in variables.items()}
    of_alarms = {f"alarms_{name}": value for name, value in variables.items() if name in SPECS["alarms"]}
    checked = stack_resolve({**stacks.USERS, **prefixed}, stacks.PROFILES, of_alarms, OMIT)
    if not checked["problems"]:
        SIMULATOR.reset()
        result = stacks.result(SIMULATOR, checked, check_mode=True)
        for part in ["failure"] if "msg" in result else handover.PARTS:
            json.dumps(stacks.handed_over(part, checked, result))
    return checked


FILTERS = {"access": accesses, "alarms": alarms, "backup": backups, "encryption": encryption, "stack": stack}


def test_every_role_has_a_row():
    assert set(FILTERS) == {path.name for path in (REPO / "roles").iterdir()}


@pytest.mark.soak
@pytest.mark.parametrize("role", FILTERS)
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_role_resolves_whatever_it_is_given(role, data):
    soak.count("bad inputs of roles")
    checked = FILTERS[role](data.draw(variables_of(role)))
    assert all(isinstance(problem, str) and problem for problem in checked["problems"])
    assert bad_values.SECRET not in "".join(checked["problems"])
    json.dumps(checked)  # as Ansible does with a fact
