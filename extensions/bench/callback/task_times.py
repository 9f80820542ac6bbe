# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write the start time of each task of a play, and the number of modules it starts, to the file in BENCH_TASKS."""

from __future__ import annotations

import json
import os
import time

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "task_times"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._tasks = []

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._tasks.append({"name": task.get_name(), "begun": time.time(), "starts": 0, "changed": False})

    def v2_runner_on_ok(self, result):
        # The result of a loop follows those of its items and contains them.
        if "results" not in result.result:
            self._record(result.result)

    def v2_runner_item_on_ok(self, result):
        self._record(result.result)

    def _record(self, result):
        """Count a module start: only a module returns its invocation, an action plugin on the controller does not."""
        self._tasks[-1]["starts"] += "invocation" in result
        self._tasks[-1]["changed"] |= result.get("changed", False)

    def v2_playbook_on_stats(self, stats):
        with open(os.environ["BENCH_TASKS"], "w", encoding="utf-8") as file:
            json.dump({"tasks": self._tasks, "ended": time.time()}, file)
