# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Show only the messages, warnings and failures of a play; for the demo, together with the callback `plan`."""

from __future__ import annotations

import textwrap

from ansible import constants
from ansible.plugins.callback.default import CallbackModule as Default

DOCUMENTATION = """
name: quiet
type: stdout
short_description: Show only messages, warnings and failures
description:
  - The names of tasks, their results, included files, and the recap are not shown. Failures are shown as usual.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
"""


class CallbackModule(Default):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "quiet"

    def v2_runner_on_ok(self, result):
        self._handle_warnings_and_exception(result)
        if result.task.action == "ansible.builtin.debug" and "msg" in result.result:
            message = result.result["msg"]
            text = message if isinstance(message, str) else self._dump_results({"msg": message})
            self._display.display(f"{result.host.get_name()}: {result.task.get_name()}", color=constants.COLOR_OK)
            self._display.display(textwrap.indent(text.rstrip(), "    ") + "\n")

    def v2_playbook_on_play_start(self, play):
        self._play = play

    def _nothing(self, *arguments, **options):
        """Show nothing."""

    v2_playbook_on_include = v2_playbook_on_stats = _nothing
    v2_runner_on_skipped = v2_runner_item_on_skipped = v2_runner_item_on_ok = v2_on_file_diff = _nothing
