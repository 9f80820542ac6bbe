# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Runs of whole modules in this process, from their JSON arguments to their JSON result, on a simulator."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from functools import partial
from unittest import mock

from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import module as core_module
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, Clock, clients_of
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

COLLECTION = "ansible_collections.stackkit.dynamodb"
MODULES = {
    path.stem: importlib.import_module(f"{COLLECTION}.plugins.modules.{path.stem}")
    for path in sorted((REPO / "plugins/modules").glob("*.py"))
}


def main(name, simulator, arguments, *, check_mode=False):
    """Run a module's main() with a task's arguments -> what it prints, parsed. It must exit by itself.

    The calls go to the simulator whatever the arguments say about the connection; the default Region is REGION.
    """
    ours = {"_ansible_check_mode": check_mode, "_ansible_module_name": name}
    if "inject_invocation" in PASS_VARS:  # since ansible-core 2.21; otherwise, a module always returns its options
        ours["_ansible_inject_invocation"] = True
    text = json.dumps({"ANSIBLE_MODULE_ARGS": {"region": REGION, **arguments, **ours}}).encode()
    printed = io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_ARGS", text))
        if hasattr(basic, "_ANSIBLE_PROFILE"):
            stack.enter_context(mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy"))
        stack.enter_context(mock.patch.object(core_module, "client_maker", lambda *_connection: clients_of(simulator)))
        stack.enter_context(mock.patch.object(core_module, "Aws", partial(Aws, clock=Clock(simulator.clock))))
        stack.enter_context(mock.patch.object(Interruption, "listen"))
        stack.enter_context(contextlib.redirect_stdout(printed))
        with contextlib.suppress(SystemExit):
            MODULES[name].main()
    return json.loads(printed.getvalue())
