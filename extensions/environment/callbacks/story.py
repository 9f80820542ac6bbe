# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Shows of a play only what it changes, by host, and what it says; for the demo."""

from __future__ import annotations

import re
import textwrap
import time

from ansible import constants, context
from ansible.plugins.callback.default import CallbackModule as Default

DOCUMENTATION = """
name: story
type: stdout
short_description: Shows only what a play changes
description:
  - Of each task that changes something, what it did, as the modules of stackkit.dynamodb tell in RV(ignore:actions).
  - Messages, differences and failures are shown as usual.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
"""

# A difference that is longer is no story.
MOST_LINES = 40
ACTION = re.compile(r"^(?:([\w.-]+): )?(.*?)(?: in ([a-z]+(?:-[a-z]+)+-[0-9]))?$")
# Alarms come by the dozen, and the tags of each are those of its table.
ALARM = re.compile(r"^(.*\balarm) ([\w.-]+)/(\S*[^\s,:])(.*)$")
TAGGED = re.compile(r", tagged with .*$")
# Of a key's ARN the beginning of its id is enough to tell it by.
KEY = re.compile(r"arn:aws:kms:[\w-]+:\d+:key/([0-9a-f]{8})[0-9a-f-]+")


class CallbackModule(Default):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "story"

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
        told = result.result
        self._handle_warnings_and_exception(result)
        if told.get("changed") and "results" not in told:
            self._tell(result, result.task.get_name())
        elif result.task.action == "ansible.builtin.debug" and "msg" in told:
            self._say(result, told["msg"])

    def v2_runner_item_on_ok(self, result):
        if result.result.get("changed"):
            self._tell(result, f"{result.task.get_name()} ({self._get_item_label(result.result) or 'home'})")

    def v2_on_file_diff(self, result):
        results = result.result.get("results", [result.result])
        for told in results:
            if not told.get("changed") or not told.get("diff"):
                continue
            lines = self._get_diff(told["diff"]).rstrip().splitlines()
            self._display.display("\n".join(lines[:MOST_LINES]))
            if len(lines) > MOST_LINES:
                self._display.display(f"({len(lines) - MOST_LINES} lines more)")

    def v2_playbook_on_include(self, included_file):
        """What a role is made of is not the story."""

    def v2_runner_on_skipped(self, result):
        """Nor what it leaves out."""

    v2_runner_item_on_skipped = v2_runner_on_skipped

    def v2_playbook_on_stats(self, stats):
        would = "would be made" if context.CLIARGS["check"] else "made"
        for host in sorted(stats.processed):
            number = self._changes.get(host, 0)
            words = f"{_counted(number, 'change')} {would}" if number else "nothing to change"
            failed = stats.failures.get(host) or stats.dark.get(host)
            self._display.display(f"{host:16} {'failed' if failed else words}")

    def _tell(self, result, task):
        """What one task did, or would do."""
        host, actions = result.host.get_name(), result.result.get("actions", [])
        now = time.monotonic()
        seconds = now - self._started.get((host, result.task._uuid), now)
        self._started[host, result.task._uuid] = now
        self._changes[host] = self._changes.get(host, 0) + (len(actions) or 1)
        calls = f", {_counted(len(actions), 'call')}" if actions else ""
        self._display.display(f"{host}: {_own_name(task)}{calls}, {seconds:.1f} s", color=constants.COLOR_CHANGED)
        would = "would " if context.CLIARGS["check"] else ""
        for line in in_short(actions):
            self._show(would + line)
        self._display.display("")

    def _say(self, result, message):
        text = message if isinstance(message, str) else self._dump_results({"msg": message})
        self._display.display(f"{result.host.get_name()}: {result.task.get_name()}", color=constants.COLOR_OK)
        self._display.display(textwrap.indent(text.rstrip(), "    "))
        self._display.display("")

    def _show(self, line):
        folded = textwrap.fill(line, 116, initial_indent="    ", subsequent_indent=" " * 8, break_on_hyphens=False)
        self._display.display(folded)


def _counted(number, what):
    return f"{number} {what}" + ("" if number == 1 else "s")


def _own_name(task):
    """A task's name without its role's."""
    return task.split(" : ")[-1]


def in_short(actions):
    """A line for what is done alike to many tables, by many alarms and in many regions, in order of the first."""
    done = {}
    for action in actions:
        table, words, region = ACTION.match(TAGGED.sub("", KEY.sub(r"\1…", action))).groups()
        alarm = ALARM.match(words)
        if alarm:
            before, table, what, after = alarm.groups()
            words = (before, after)
        tables, regions, alarms = done.setdefault(words, ({}, {}, {}))
        tables[table], regions[region] = True, True
        if alarm:
            alarms[what] = True
    return [_line(words, *parts) for words, parts in done.items()]


def _line(words, tables, regions, alarms):
    if alarms:
        before, after = words
        words = f"{before}{'' if len(alarms) == 1 else 's'} {', '.join(alarms)}{after}"
    return (f"{len(tables)} tables: " if len(tables) > 1 else "") + words + _where(list(regions))


def _where(regions):
    others = [region for region in regions if region]
    if not others:
        return ""
    return (" at home and" if None in regions else "") + " in " + ", ".join(others)
