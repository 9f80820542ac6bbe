# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a module rejects because AWS does, the simulator rejects as well: neither is stricter than the other.

The options that the tests of the modules give as invalid are sent without the checks of the options.
"""

from __future__ import annotations

import re

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import reconcile as alarms_reconcile
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request as alarms_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import reconcile as backups_reconcile
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request as backups_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms import test_request as alarms
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import test_request as plans
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import test_vault as vaults
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, task

# Rules of the modules themselves: how sets of alarms are told apart, what an option means, and what it must not repeat.
OWN = re.compile(
    r"sets\[\d\]\.(prefix|names(\[1\])?|tags\..*|dashboard\.(name|body)|alarms\[\d\]\.name)"
    r"|plans\[0\]\.(copies\[1\]\.vault_arn|tags\.a|resources)|vaults\[0\]\.(region|role_arn)"
)


def rows():
    for sets, paths in alarms.BAD:
        yield alarms_request, alarms_reconcile, {"sets": sets}, paths
    for entries, paths in plans.BAD:
        yield backups_request, backups_reconcile, {"plans": entries}, paths
    for vault, path in vaults.BAD:
        yield backups_request, backups_reconcile, {"vaults": [vault]}, [path]


@pytest.mark.parametrize(("request_module", "reconcile", "options", "paths"), list(rows()))
def test_the_simulator_rejects_what_the_module_rejects(simulator, request_module, reconcile, options, paths):
    """The module's own checks are omitted; an error that the plan or AWS returns is fine."""
    params, problems = validation.validated(request_module.MODULE_SPEC, options, lambda params: [])
    if problems or any(OWN.fullmatch(path) for path in paths):
        return
    simulator.client("backup", REGION).create_backup_vault(BackupVaultName="vault")
    simulator.client("backup", "us-east-1").create_backup_vault(BackupVaultName="copies")
    try:
        items = reconcile.reconcile(params, task(simulator))
    except (TypeError, AttributeError):  # the check of the options keeps such a value from the code behind it
        return
    assert any(item.error for item in items), simulator.writes()
