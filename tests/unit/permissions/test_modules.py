# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A caller needs exactly the permissions that docs/permissions.md lists for the other modules."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import reconcile as access
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import request as access_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import reconcile as alarms
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request as alarms_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import reconcile as backups
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request as backups_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import reconcile as endpoints
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import request as endpoints_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.shared import read as shared
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import info
from ansible_collections.stackkit.dynamodb.tests.unit.permissions import page, scenarios
from ansible_collections.stackkit.dynamodb.tests.unit.permissions.account import MONTH, Account, rows
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.access import test_reconcile as access_test
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms import test_reconcile as alarms_test
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import support as backups_support
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import test_reconcile as plans_test
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import test_vault as vaults_test
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.endpoints import test_reconcile as vpc_test
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, Clock
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.task_invariants import run_task

TEXT = page.PAGE.read_text()
ACTION = re.compile(r"`([\w-]+:[A-Z]\w+)`")


def documented(module, *, write=True):
    """The IAM actions in the table of a module's section."""
    section = TEXT.partition(f"\n## {module}\n")[2].partition("\n## ")[0]
    rows_of_page = [line.split(" | ") for line in section.splitlines() if line.startswith("|")]
    return {
        action for row in rows_of_page for cell in row[1:] if write or cell is row[1] for action in ACTION.findall(cell)
    }


def _alarms(_simulator):
    yield from alarms_test.SCENARIO


def _backups(simulator):
    home, away = (simulator.client("backup", region) for region in (REGION, backups_support.ELSEWHERE))
    home.create_backup_vault(BackupVaultName="vault")
    away.create_backup_vault(BackupVaultName="copies")
    home.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})
    yield from ({**task, "opt_in": True} for task in plans_test.SCENARIO)
    yield {"plans": [{"name": "archive", "state": "absent"}]}
    for client in (home, away):
        (vault,) = client.list_backup_vaults()["BackupVaultList"]
        client.delete_backup_vault(BackupVaultName=vault["BackupVaultName"])
    yield from vaults_test.SCENARIO


def _access(simulator):
    iam = simulator.client("iam", REGION)
    for role in ("shop", "mail"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=access_test.text())
    iam.create_user(UserName="ann")
    iam.create_group(GroupName="team")
    for place, (sets, _actions) in enumerate(access_test.SCENARIO):
        if place == 2:
            (arn, *_others) = (policy["Arn"] for policy in iam.list_policies(Scope="Local")["Policies"])
            iam.attach_user_policy(UserName="ann", PolicyArn=arn)
            iam.attach_group_policy(GroupName="team", PolicyArn=arn)
        yield {"sets": sets}


def _endpoints(simulator):
    vpc = simulator.client("ec2", REGION).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for task in ({"tags": {"a": "1"}}, {"policy": vpc_test.POLICY}, {"tags": {"Owner": "backend-team"}}):
        yield {"vpc_id": vpc, **task}


# Module -> (request, reconcile, a function of the simulator that yields tasks and changes what they need meanwhile).
MODULES = {
    "dynamodb_stackkit_alarms": (alarms_request, alarms, _alarms),
    "dynamodb_stackkit_backup": (backups_request, backups, _backups),
    "dynamodb_stackkit_access": (access_request, access, _access),
    "dynamodb_stackkit_endpoint": (endpoints_request, endpoints, _endpoints),
}
# What the module does without, as the page says.
OPTIONAL = ("iam:GetRole", "tag:GetResources")


@pytest.fixture(name="account")
def account_fixture():
    """An own one for each module: after the first call to KMS or IAM, only keys in KMS exist."""
    return Account()


def played(account, module, allowed, *, check_mode=False):
    """Run the tasks of a module -> (the first message of a failure or None, the IAM actions that were checked).

    check_mode: before each task, which may do everything then, run it in check mode.
    """
    request, reconcile, tasks = MODULES[module]
    account.simulator.reset()
    checked = set()
    for task in tasks(account.simulator):
        account.allow(allowed)
        result = run_task(
            account.simulator, request, reconcile, dict(task), check_mode=check_mode, make_client=account.client
        )
        checked |= {action for action, _resource in account.user.checked}
        if "msg" in result:
            return result["msg"], checked
        if check_mode:
            run_task(account.simulator, request, reconcile, dict(task))
    return None, checked


@pytest.mark.parametrize("module", MODULES)
def test_the_documented_permissions_are_sufficient_and_needed(account, module):
    assert played(account, module, documented(module)) == (None, documented(module))


@pytest.mark.parametrize("module", MODULES)
def test_check_mode_needs_only_the_permissions_to_read(account, module):
    assert played(account, module, documented(module, write=False), check_mode=True)[0] is None


@pytest.mark.parametrize("module", MODULES)
def test_without_one_permission_the_error_names_it_and_the_option(account, module):
    options = MODULES[module][0].MODULE_SPEC
    for missing in sorted(documented(module) - set(OPTIONAL)):
        failed, _checked = played(account, module, documented(module) - {missing})
        named = re.search(rf"Grant the caller {missing}, which (\w+)\S* requires", failed or "")
        assert named, (missing, failed)
        assert named[1] in options


def read_tables(account, allowed):
    """The options that dynamodb_stackkit_info cannot read of a table, with these permissions."""
    account.allow(allowed)
    found = info.observe(Aws(account.client, Clock(account.simulator.clock)), REGION, None, tuple(info.READABLE))
    return info.of_table(found[0])["unreadable"]


def test_info_reads_with_the_permissions_of_the_rows_to_which_the_page_refers(account):
    """Without one of them, it names the option that it cannot read."""
    key = {"enabled": True, "kms_key_id": scenarios.ALIAS}
    account.start(scenarios.Scenario((), {**scenarios.KEYS, "server_side_encryption": key}, scenarios.keys_in_kms))
    account.simulator.clock.sleep(MONTH)
    of_options = {option: rows()[option].read for option in info.READABLE}
    needed = documented("dynamodb_stackkit_info").union(*of_options.values())
    assert read_tables(account, needed) == []
    for option, actions in of_options.items():
        for missing in actions - documented("dynamodb_stackkit_info"):
            assert option in read_tables(account, needed - {missing})


@pytest.mark.parametrize("missing", ["dynamodb:ListTables", "dynamodb:DescribeTable"])
def test_info_fails_without_a_description(account, missing):
    account.start(scenarios.Scenario((), scenarios.KEYS))
    with pytest.raises(Exception, match=f"Grant the caller {missing}, which names requires"):
        read_tables(account, documented("dynamodb_stackkit_info") - {missing})


def read_shared(account, allowed):
    """(what dynamodb_stackkit_shared_info returns of a key and an IAM role, the IAM actions that were checked)."""
    account.allow(allowed)
    run = SimpleNamespace(aws=Aws(account.client, Clock(account.simulator.clock)), region=REGION)
    params = {"key_alias": scenarios.ALIAS, "key_regions": [""], "role_name": "shop"}
    result = shared.result(shared.reconcile(params, run), params, run)
    return result, {action for action, _resource in account.user.checked}


def test_shared_info_reads_with_the_documented_permissions(account):
    """Without one that is optional, what it cannot read of the key is None."""
    scenarios.keys_in_kms(account.simulator)
    role = {"RoleName": "shop", "AssumeRolePolicyDocument": access_test.text()}
    account.simulator.client("iam", REGION).create_role(**role)
    needed = documented("dynamodb_stackkit_shared_info")
    result, checked = read_shared(account, needed)
    assert checked == needed
    optional = {"kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"}
    for missing in optional:
        found, _checked = read_shared(account, needed - {missing})
        assert list(found["kms_keys"][0]["key"].values()).count(None) == 1
    assert None not in result["kms_keys"][0]["key"].values()
    for missing in needed - optional:
        with pytest.raises(Exception, match=f"Grant the caller {missing}, which (key_alias|role_name) requires"):
            read_shared(account, needed - {missing})
