# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The plan of a whole play, after the recap."""

from __future__ import annotations

DOCUMENTATION = """
name: plan
type: aggregate
short_description: Show the plan of a play, or what it changed
version_added: 0.9.0
author:
  - The stackkit.dynamodb authors (@stackkit)
description:
  - At the end of a playbook, shows what the modules and roles of stackkit.dynamodb changed, or would change in check
    mode, grouped by host. A host is usually a project in an environment.
  - Each change is a line with a sign. C(+) creates, C(~) updates, C(-) deletes, C(-/+) replaces. C(…) is pending, C(?)
    is not declared and not changed, C(!) is a note or a failure.
  - Shows nothing if no module of stackkit.dynamodb ran, and one line if nothing changed.
  - Works with any stdout callback, result format, and strategy. Writes to standard error if the stdout callback writes
    JSON, such as C(ansible.posix.json), so that programs can read standard output.
requirements:
  - Enable it in C(ansible.cfg) with C(callbacks_enabled = stackkit.dynamodb.plan) in the section C([defaults]), or in
    the environment with C(ANSIBLE_CALLBACKS_ENABLED=stackkit.dynamodb.plan).
"""

import re
import shutil
import time

from ansible import constants, context
from ansible.plugins.callback import CallbackBase
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.plan_text import (
    WIDTH,
    counts,
    left_unchanged,
    plan_text,
    wrapped,
)

COLORS = {
    "+": constants.COLOR_DIFF_ADD,
    "~": constants.COLOR_CHANGED,
    "-": constants.COLOR_DIFF_REMOVE,
    "-/+": constants.COLOR_DIFF_REMOVE,
    "…": constants.COLOR_WARN,
    "!": constants.COLOR_WARN,
}
SIGN = re.compile(r" {0,2}(\S+) ")
COLLECTION = "stackkit.dynamodb"


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "stackkit.dynamodb.plan"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._hosts = {}
        self._started = {}

    def v2_runner_on_start(self, host, task):
        self._started[host.get_name(), task._uuid] = time.monotonic()

    def v2_runner_on_ok(self, result):
        self._add(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._add(result)
        self._host(result).failed |= not ignore_errors

    def v2_runner_on_unreachable(self, result):
        self._host(result).failed = True

    def v2_runner_item_on_ok(self, result):
        self._add(result, is_item=True)

    def v2_runner_item_on_failed(self, result):
        self._add(result, is_item=True)

    def v2_playbook_on_stats(self, stats):
        hosts = {name: host for name, host in self._hosts.items() if host.ran}
        if not hosts:
            return
        checked = bool(context.CLIARGS.get("check"))
        texts = {name: host.text(checked=checked) for name, host in hosts.items()}
        if any(texts.values()):
            self._banner("PLAN" if checked else "CHANGES")
        for name, text in texts.items():
            if text:
                seconds = "" if checked else f" ({duration(hosts[name].seconds)})"
                self._print(f"{name}{seconds}:")
                self._show(text)
        self._print(summary(self._hosts.values(), checked=checked))

    def _banner(self, title):
        if is_for_programs():
            self._print(title)
        else:
            self._display.banner(title)

    def _print(self, line, color=None):
        self._display.display(line, color=color, stderr=is_for_programs())

    def _show(self, text):
        width = shutil.get_terminal_size((WIDTH, 0)).columns - 2
        for line in wrapped(text, width).splitlines():
            sign = SIGN.match(line)
            self._print(f"  {line}".rstrip(), color=COLORS.get(sign[1]) if sign else None)
        self._print("")

    def _host(self, result):
        return self._hosts.setdefault(result._host.get_name(), Host())

    def _add(self, result, is_item=False):
        """Remember what a task, or an item of its loop, returned."""
        answer, task = result._result, result._task
        if "results" in answer and not is_item:
            return
        if task.check_mode and not context.CLIARGS.get("check"):  # a preview within a run
            return
        host, place, now = self._host(result), (result._host.get_name(), task._uuid), time.monotonic()
        if "differences" in answer:
            host.add(answer)
            host.seconds += now - self._started.get(place, now)
            self._started[place] = now  # the next item of a loop starts here
        elif answer.get("changed") and _is_ours(task):
            host.others.append(_words(task, answer))


def is_for_programs():
    """Whether standard output is one JSON document, or one in each line."""
    return constants.DEFAULT_STDOUT_CALLBACK.rpartition(".")[2] in ("json", "jsonl")


class Host:
    """What happened on one host. batches: [(changes, differences, pending)], to be shown one after the other."""

    def __init__(self):
        self.ran = self.failed = False
        self.seconds = 0
        self.batches, self.others, self.unlisted, self.errors, self.remaining = [], [], [], [], []

    def add(self, answer):
        """Add the answer of a module. A resource that changes a second time is shown a second time."""
        self.ran = True
        if answer.get("changed"):  # otherwise the task only looks, with changed_when: false
            self._add_changes(answer)
        elif any(table.get("pending") for _name, table in tables(answer)):
            self._add_changes({**answer, "changes": [], "differences": []})
        self.unlisted += unlisted(answer)
        for _name, table in tables(answer):
            if "error" in table:
                self.failed = True
                self.errors.append(table["msg"])
                if not table.get("problems"):  # a plan with problems changes nothing, as its message says
                    self.remaining += table.get("remaining", [])

    def _add_changes(self, answer):
        pending = [{"resource": name, **one} for name, table in tables(answer) for one in table.get("pending", [])]
        places = {(one["resource"], one["region"]) for one in answer["differences"]}
        known = {(one["resource"], one["region"]) for one in self.batches[-1][1]} if self.batches else set()
        if not self.batches or places & known:
            self.batches.append(([], [], []))
        for kept, new in zip(self.batches[-1], (answer["changes"], answer["differences"], pending)):
            kept.extend(new)

    @property
    def changes(self):
        return [change for changes, _differences, _pending in self.batches for change in changes]

    @property
    def pending(self):
        return [entry for _changes, _differences, pending in self.batches for entry in pending]

    def text(self, *, checked):
        """The lines of the host; "" if there is nothing to say."""
        texts = [_plan_text(*batch, checked=checked) for batch in self.batches]
        deleted = [change["key"] for change in self.changes if change["kind"] == "delete"]
        lines = [f"  ~ {words}" for words in self.others]
        lines[:0] = ["tasks of other modules"] * bool(lines)
        ends = [f"  ? {words}" for name, words in self.unlisted if not any(name in key for key in deleted)]
        ends += [f"  ! {words}".replace("\n", f"\n{' ' * 8}") for words in dict.fromkeys(self.errors)]
        ends += [f"  ! not done: {action}" for action in self.remaining if not checked]
        return "\n".join([text for text in texts if text] + ["\n".join(part) for part in (lines, ends) if part])


def _plan_text(changes, differences, pending, *, checked):
    """The plan; after a run without its notes, which tell what holds meanwhile."""
    notes = {} if checked else {"notes": []}
    return plan_text(changes, [{**one, **notes} for one in differences], pending)


def tables(answer):
    """(name, result) of each table in the answer of dynamodb_stackkit."""
    if "tables" in answer:
        return answer["tables"].items()
    name = answer.get("declaration", {}).get("name") or answer.get("table", {}).get("table_name") or "the table"
    return [(name, answer)]


def unlisted(answer):
    """[(name, words)] of what exists although it is not declared."""
    found = []
    for table, entry in tables(answer):
        names = entry.get("unlisted") or {}
        if isinstance(names, list):
            found += [(name, left_unchanged("alarms", name)) for name in names]
            continue
        for option, listed in names.items():
            found += [(f"[{name}]", left_unchanged(option, name, f" of {table}")) for name in listed]
    return found


def summary(hosts, *, checked):
    """The last line: how many changes of which kind."""
    number = dict.fromkeys(("create", "update", "replace", "delete"), 0)
    alarms, pending, others, failed = dict(number), 0, 0, 0
    for host in hosts:
        for kind, more in counts(host.changes, host.pending).items():
            number[kind] += more
        for kind, more in counts([one for one in host.changes if one["key"].startswith("alarms[")]).items():
            alarms[kind] += more
        pending, others, failed = pending + len(host.pending), others + len(host.others), failed + host.failed
    failure = f" {failed} {'host' if failed == 1 else 'hosts'} failed." if failed else ""
    if not any(number.values()) and not pending and not others:
        return f"No changes.{failure}" if failed else "No changes: everything declared is as declared."
    words = [
        (f"{many} to {kind}" if checked else f"{many} {kind}d") + _of_alarms(alarms[kind])
        for kind, many in number.items()
        if many or kind != "replace"
    ]
    words += [f"{others} by other modules"] * bool(others) + [f"{pending} pending"] * bool(pending)
    return f"{'Plan' if checked else 'Changes'}: {', '.join(words)}.{failure}"


def _of_alarms(number):
    """Alarms are many, and share a line, so a reader could not tell where the count comes from."""
    return f" ({number} alarm{'s'[: number > 1]})" if number else ""


def duration(seconds):
    """A duration in words: 4.2 s, 3 min 20 s."""
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds) // 60} min {int(seconds) % 60} s"


def _is_ours(task):
    role = getattr(task, "_role", None)
    return role is not None and getattr(role, "_role_collection", None) == COLLECTION


def _words(task, answer):
    label = answer.get("_ansible_item_label")
    name = task.get_name().rpartition(" : ")[2]
    return f"{name} ({label})" if isinstance(label, str) and label else name
