# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The action plugin of every module: it runs the module, and shows its progress meanwhile.

The module appends lines to a file of the controller, so only modules that run on the controller show progress.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
from contextlib import contextmanager

from ansible import constants
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.plan_text import WIDTH, wrapped
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.progress import NOTE, VARIABLE

SWITCH = "STACKKIT_DYNAMODB_PROGRESS"
INTERVAL = 0.5  # seconds between two looks at the file
LONGEST = 500  # characters of a line

display = Display()


# The main process imports this module; its standard output is the terminal, if there is one.
COLUMNS = shutil.get_terminal_size((WIDTH, 0)).columns


class ActionModule(NormalAction):
    def run(self, tmp=None, task_vars=None):
        with _no_garbage_collection():
            result = self._run(tmp, task_vars)
        text = (result.get("diff") or {}).get("prepared")
        return {**result, "diff": {"prepared": wrapped(text, COLUMNS)}} if text else result

    def _run(self, tmp, task_vars):
        if not self._shows_progress():
            return super().run(tmp, task_vars)
        host = (task_vars or {}).get("inventory_hostname", "localhost")
        delegated = self._task.delegate_to
        with _followed(f"{host} -> {delegated}" if delegated else host) as path:
            self._task.environment.append({VARIABLE: path})
            try:
                return super().run(tmp, task_vars)
            finally:
                self._task.environment.pop()

    def _shows_progress(self):
        """Not of a module that runs elsewhere, or in the background, or must not show anything."""
        local = self._connection.transport == "local"
        return local and not self._task.async_val and not self._task.no_log and is_switched_on(os.environ)


def is_switched_on(environment):
    return boolean(environment.get(SWITCH, "true"), strict=False)


@contextmanager
def _no_garbage_collection():
    """Ansible parses all files of a module: a third of that time was the search for garbage, of which there is none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _followed(host):
    """Yield the path of a file, and show each line that the module appends to it."""
    with tempfile.NamedTemporaryFile(dir=constants.DEFAULT_LOCAL_TMP, prefix="progress", buffering=0) as file:
        ended = threading.Event()
        thread = threading.Thread(target=_follow, args=(file, ended, host), daemon=True)
        thread.start()
        try:
            yield file.name
        finally:
            ended.set()
            thread.join()


def _follow(file, ended, host):
    # Only the main thread runs signal handlers, and would not notice a signal that this thread gets.
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    rest = b""
    while True:
        last = ended.wait(INTERVAL)
        *lines, rest = (rest + file.read()).split(b"\n")
        for line in lines:
            text = shown(line.decode(errors="replace"), host)
            if text.startswith(f"{NOTE}:") and display.verbosity < 1:
                continue
            # Ansible passes this to the main process. Standard error, because programs may read standard output.
            display.display(text, color=constants.COLOR_DEBUG, stderr=True)
        if last:
            return


def shown(line, host):
    """A line of the module, "waiting orders ...", as Ansible shows the state of a host."""
    verb, _space, words = "".join(char if char.isprintable() else "?" for char in line[:LONGEST]).partition(" ")
    return f"{verb}: [{host}] => {words}"
