# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The documentation of a module has the type, default and choices of every option at any depth."""

from __future__ import annotations

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import request as access
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request as alarms
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request as backups
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import request as endpoints
from ansible_collections.stackkit.dynamodb.plugins.module_utils.shared import request as shared
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request as tables
from ansible_collections.stackkit.dynamodb.plugins.modules import (
    dynamodb_stackkit,
    dynamodb_stackkit_access,
    dynamodb_stackkit_alarms,
    dynamodb_stackkit_backup,
    dynamodb_stackkit_endpoint,
    dynamodb_stackkit_shared_info,
)

PLAIN = ("type", "elements", "required", "default", "choices")


@pytest.mark.parametrize(
    ("module", "request_module"),
    [
        (dynamodb_stackkit, tables),
        (dynamodb_stackkit_access, access),
        (dynamodb_stackkit_alarms, alarms),
        (dynamodb_stackkit_backup, backups),
        (dynamodb_stackkit_endpoint, endpoints),
        (dynamodb_stackkit_shared_info, shared),
    ],
    ids=lambda module: module.__name__.rpartition("dynamodb.")[2],
)
def test_every_option_is_documented(module, request_module):
    documented = yaml.safe_load(module.DOCUMENTATION)["options"]
    assert _shape(documented, "suboptions") == _shape(request_module.MODULE_SPEC, "options")


def _shape(options, inner):
    return {
        name: ({key: details[key] for key in PLAIN if key in details}, _shape(details.get(inner, {}), inner))
        for name, details in options.items()
    }
