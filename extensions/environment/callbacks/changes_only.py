# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Show only the changes of a play by host, and its messages; for the demo."""

from __future__ import annotations

import re
import textwrap
import time

from ansible import constants, context
from ansible.plugins.callback.default import CallbackModule as Default

DOCUMENTATION = """
name: changes_only
type: stdout
short_description: Show only what a play changes
description:
  - For each task that changes something, show its actions, which modules of stackkit.dynamodb return in
    RV(ignore:actions).
  - Show messages, differences and failures as usual.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
"""

# Longer differences are truncated.
MAX_LINES = 40
ACTION = re.compile(r"^(?:([\w.-]+): )?(.*?)(?: in ([a-z]+(?:-[a-z]+)+-[0-9]))?$")
# A table has many alarms, and they have the same tags as the table.
ALARM = re.compile(r"^(.*\balarm) ([\w.-]+)/(\S*[^\s,:])(.*)$")
TAGGED = re.compile(r", tagged with .*$")
# The beginning of a key's ID is enough to identify it.
KEY = re.compile(r"arn:aws:kms:[\w-]+:\d+:key/([0-9a-f]{8})[0-9a-f-]+")


class CallbackModule(Default):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "changes_only"

    def __init__(self):
        super().__init__()
        self._started = {}
        self._changes = {}

    def v2_playbook_on_play_start(self, play):
        self._play = play
        self._display.display(f"{play.get_name().strip()}\n")

    def v2_runner_on_start(self, host, task):
        self._started[host.get_name(), task._uuid] = time.monotonic()

    def v2_runner_on_ok(self, result):
        answer = result.result
        self._handle_warnings_and_exception(result)
        if answer.get("changed") and "results" not in answer:
            self._display_changes(result, result.task.get_name())
        elif result.task.action == "ansible.builtin.debug" and "msg" in answer:
            self._display_message(result, answer["msg"])

    def v2_runner_item_on_ok(self, result):
        if result.result.get("changed"):
            self._display_changes(
                result, f"{result.task.get_name()} ({self._get_item_label(result.result) or 'default Region'})"
            )

    def v2_on_file_diff(self, result):
        results = result.result.get("results", [result.result])
        for answer in results:
            if not answer.get("changed") or not answer.get("diff"):
                continue
            lines = self._get_diff(answer["diff"]).rstrip().splitlines()
            self._display.display("\n".join(lines[:MAX_LINES]))
            if len(lines) > MAX_LINES:
                self._display.display(f"({len(lines) - MAX_LINES} more lines)")

    def v2_playbook_on_include(self, included_file):
        """Do not show included files."""

    def v2_runner_on_skipped(self, result):
        """Do not show skipped tasks."""

    v2_runner_item_on_skipped = v2_runner_on_skipped

    def v2_playbook_on_stats(self, stats):
        verb = "would be applied" if context.CLIARGS["check"] else "applied"
        for host in sorted(stats.processed):
            number = self._changes.get(host, 0)
            summary = f"{_counted(number, 'change')} {verb}" if number else "no changes"
            failed = stats.failures.get(host) or stats.dark.get(host)
            self._display.display(f"{host:16} {'failed' if failed else summary}")

    def _display_changes(self, result, task):
        """Display what a task changed or would change."""
        host, actions = result.host.get_name(), result.result.get("actions", [])
        now = time.monotonic()
        seconds = now - self._started.get((host, result.task._uuid), now)
        self._started[host, result.task._uuid] = now
        self._changes[host] = self._changes.get(host, 0) + (len(actions) or 1)
        calls = f", {_counted(len(actions), 'call')}" if actions else ""
        self._display.display(f"{host}: {_own_name(task)}{calls}, {seconds:.1f} s", color=constants.COLOR_CHANGED)
        would = "would " if context.CLIARGS["check"] else ""
        for line in summarized(actions):
            self._display_line(would + line)
        self._display.display("")

    def _display_message(self, result, message):
        text = message if isinstance(message, str) else self._dump_results({"msg": message})
        self._display.display(f"{result.host.get_name()}: {result.task.get_name()}", color=constants.COLOR_OK)
        self._display.display(textwrap.indent(text.rstrip(), "    "))
        self._display.display("")

    def _display_line(self, line):
        folded = textwrap.fill(line, 116, initial_indent="    ", subsequent_indent=" " * 8, break_on_hyphens=False)
        self._display.display(folded)


def _counted(number, what):
    return f"{number} {what}" + ("" if number == 1 else "s")


def _own_name(task):
    """Return a task's name without its role's."""
    return task.split(" : ")[-1]


def summarized(actions):
    """Return one line for equal actions on several tables, alarms and Regions, in the order of the first of them."""
    done = {}
    for action in actions:
        table, text, region = ACTION.match(TAGGED.sub("", KEY.sub(r"\1…", action))).groups()
        alarm = ALARM.match(text)
        if alarm:
            before, table, what, after = alarm.groups()
            text = (before, after)
        tables, regions, alarms = done.setdefault(text, ({}, {}, {}))
        tables[table], regions[region] = True, True
        if alarm:
            alarms[what] = True
    return [_line(text, *parts) for text, parts in done.items()]


def _line(text, tables, regions, alarms):
    if alarms:
        before, after = text
        text = f"{before}{'' if len(alarms) == 1 else 's'} {', '.join(alarms)}{after}"
    return (f"{len(tables)} tables: " if len(tables) > 1 else "") + text + _where(list(regions))


def _where(regions):
    others = [region for region in regions if region]
    if not others:
        return ""
    return " in " + ", ".join((["the default Region"] if None in regions else []) + others)
