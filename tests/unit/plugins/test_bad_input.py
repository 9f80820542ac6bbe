# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whatever a task declares, a module returns a result or a message, shows no secret, and makes no half of a change."""

from __future__ import annotations

import json

import pytest
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import request as access
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request as alarms
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request as backups
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import request as endpoints
from ansible_collections.stackkit.dynamodb.plugins.module_utils.shared import request as shared
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import info
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request as tables
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import bad_values
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.modules import MODULES, main
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SPECS = {
    "dynamodb_stackkit": tables.MODULE_SPEC,
    "dynamodb_stackkit_info": info.MODULE_SPEC,
    "dynamodb_stackkit_access": access.MODULE_SPEC,
    "dynamodb_stackkit_alarms": alarms.MODULE_SPEC,
    "dynamodb_stackkit_backup": backups.MODULE_SPEC,
    "dynamodb_stackkit_endpoint": endpoints.MODULE_SPEC,
    "dynamodb_stackkit_shared_info": shared.MODULE_SPEC,
}
# What `tables` has in place of a spec of its own.
ENTRIES = {"dynamodb_stackkit": tables.TABLE_SPEC}
# One for all examples: it takes longer to create one than to run a module.
SIMULATOR = Simulator(clock=VirtualClock())


def test_every_module_has_a_row():
    assert set(SPECS) == set(MODULES)


@pytest.mark.soak
@pytest.mark.parametrize("name", SPECS)
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_module_answers_whatever_it_is_given(name, data):
    spec = {**aws_argument_spec(), **SPECS[name]}
    arguments = data.draw(bad_values.options(spec, ENTRIES.get(name), data.draw(st.sampled_from([4, 30]))))
    SIMULATOR.reset()
    soak.count("bad inputs of modules")
    result = main(name, SIMULATOR, arguments, check_mode=data.draw(st.booleans()))
    shown = json.dumps(result)
    assert "Traceback" not in shown and "exception" not in result
    assert bad_values.SECRET not in (shown if result.get("failed") else json.dumps(result["invocation"]))
    if result.get("failed"):
        assert result["msg"].strip()
    if result.get("failed") and "error" not in result:  # wrong options
        assert SIMULATOR.writes() == []
