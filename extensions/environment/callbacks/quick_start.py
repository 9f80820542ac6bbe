# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Do once, for all plays of the tests, what Ansible does in each play or task.

Ansible creates the zip file of a module once per play by parsing about ninety files, and loads and compiles filters in
the process of each task that uses them. The executed code is the same; only the tests use this.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module
from pathlib import Path

from ansible import constants
from ansible.plugins.callback import CallbackBase
from ansible.plugins.loader import filter_loader, lookup_loader, test_loader

DOCUMENTATION = """
name: quick_start
type: aggregate
short_description: Build modules and load plugins once
description: For the tests.
"""

COLLECTION = "stackkit.dynamodb"
PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
# What the modules of plugin_utils import late; filters import these late.
IMPORTED_LATE = (
    "core.validation",
    "core.tagging",
    "alarms.request",
    "tables.request",
)


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "quick_start"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_start(self, playbook):
        """Run in the process from which all tasks are forked."""
        if server := os.environ.get("STACKKIT_MODULE_SERVER"):
            # The zip files of modules, shared by the plays of one test run.
            payloads = Path(server).with_name("payloads")
            payloads.mkdir(exist_ok=True)
            os.symlink(payloads, os.path.join(constants.DEFAULT_LOCAL_TMP, "ansiballz_cache"))
        for path in PLUGINS.glob("filter/*.py"):
            filter_loader.get(f"{COLLECTION}.{path.stem}")
        for path in PLUGINS.glob("plugin_utils/*/*.py"):
            import_module(f"ansible_collections.{COLLECTION}.plugins.plugin_utils.{path.parent.name}.{path.stem}")
        for name in IMPORTED_LATE:
            import_module(f"ansible_collections.{COLLECTION}.plugins.module_utils.{name}")
        filter_loader.get("ansible.builtin.combine")
        test_loader.get("ansible.builtin.changed")
        for name in ("env", "url", "varnames", "vars"):
            lookup_loader.get(f"ansible.builtin.{name}", class_only=True)
        # Processes of tasks are short, and share the memory of existing objects as long as nothing visits them.
        gc.freeze()
        gc.disable()
