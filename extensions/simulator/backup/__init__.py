# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .plans import create_backup_plan, delete_backup_plan, get_backup_plan, list_backup_plans, update_backup_plan
from .recovery_points import delete_recovery_point, list_recovery_points, start_backup_job
from .selections import (
    create_backup_selection,
    delete_backup_selection,
    get_backup_selection,
    list_backup_selections,
)
from .settings import describe_region_settings, update_region_settings
from .tags import list_tags, tag_resource, untag_resource
from .vaults import (
    create_backup_vault,
    delete_backup_vault,
    delete_lock,
    describe_backup_vault,
    list_backup_vaults,
    put_lock,
)

# Operation -> function of (context, validated request) that returns the answer or raises AwsError.
OPERATIONS = {
    "CreateBackupPlan": create_backup_plan,
    "CreateBackupSelection": create_backup_selection,
    "CreateBackupVault": create_backup_vault,
    "DeleteBackupPlan": delete_backup_plan,
    "DeleteBackupSelection": delete_backup_selection,
    "DeleteBackupVault": delete_backup_vault,
    "DeleteBackupVaultLockConfiguration": delete_lock,
    "DeleteRecoveryPoint": delete_recovery_point,
    "DescribeBackupVault": describe_backup_vault,
    "DescribeRegionSettings": describe_region_settings,
    "GetBackupPlan": get_backup_plan,
    "GetBackupSelection": get_backup_selection,
    "ListBackupPlans": list_backup_plans,
    "ListBackupSelections": list_backup_selections,
    "ListBackupVaults": list_backup_vaults,
    "ListRecoveryPointsByBackupVault": list_recovery_points,
    "ListTags": list_tags,
    "PutBackupVaultLockConfiguration": put_lock,
    "StartBackupJob": start_backup_job,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UpdateBackupPlan": update_backup_plan,
    "UpdateRegionSettings": update_region_settings,
}
