# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Running modules: as tasks of a play, and as the process that a task starts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ..environment import setup
from ..environment.simulated import REPO, ansible_playbook
from .measure import run

CACHE = REPO / ".cache/bench"
HERE = Path(__file__).resolve().parent
COMMUNITY_AWS = "ansible_collections/community/aws/"


def fetch_community_aws():
    """Extract community.aws into .cache from the wheel that contains amazon.aws."""
    if (CACHE / COMMUNITY_AWS).is_dir():
        return
    with tempfile.TemporaryDirectory() as folder:
        options = ["--no-deps", "--only-binary=:all:", "--python-version", "3.12", "--dest", folder]
        setup.run([setup.VENV / "bin/pip", "download", *options, setup.AMAZON_AWS_WHEEL])
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(CACHE, [name for name in archive.namelist() if name.startswith(COMMUNITY_AWS)])


def publish(text, page):
    """Print the text of a page, write the page, and remove the folders of the programs that were measured."""
    print(text)
    page.write_text(text, encoding="utf-8")
    for folder in CACHE.glob("tmp*"):
        shutil.rmtree(folder)


def environment(aws, folder):
    """Return the simulator's environment with the benchmark's collections and modules in Ansible's search paths."""
    return aws | {
        "ANSIBLE_CONFIG": str(HERE / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(CACHE),
        "ANSIBLE_LIBRARY": str(HERE / "library"),
        "ANSIBLE_REMOTE_TMP": str(folder / "remote"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "local"),
        "ANSIBLE_NOCOLOR": "1",
    }


def play(tasks, aws, folder):
    """Run a play of [(module, arguments)] or [(module, arguments, more task keywords)]; return a Sample."""
    written = [{module: arguments} | (more[0] if more else {}) for module, arguments, *more in tasks]
    path = folder / "play.json"
    path.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": written}]))
    return run(ansible_playbook(str(path)), environment(aws, folder), REPO)


def payload(module, arguments, aws, **keywords):
    """Return the path of the program that Ansible sends to the target for one task, in a folder of its own.

    keywords: further keywords of the task, such as check_mode.
    """
    folder = Path(tempfile.mkdtemp(dir=CACHE))
    play([(module, arguments, keywords)], aws | {"ANSIBLE_KEEP_REMOTE_FILES": "1"}, folder)
    (path,) = folder.glob("remote/*/AnsiballZ_*.py")
    return path


def start(program, aws, *python):
    """Run a module's process without Ansible; return a Sample."""
    return run([sys.executable, *python, program], aws)


def result(sample):
    """Return the result that a module's process printed."""
    return json.loads(sample.output[sample.output.index("{") :])


def marked(program, aws):
    """Run a program and record its steps; return (Sample, notes)."""
    notes = CACHE / "notes.json"
    sample = run([sys.executable, HERE / "marks.py", notes, program], aws)
    return sample, json.loads(notes.read_text())


def imports(program, aws):
    """Return [(microseconds by itself, module)] of all imports of a module's process, slowest first."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", program], env=aws, capture_output=True, text=True, check=True
    )
    rows = [line.split("|") for line in done.stderr.splitlines() if line.startswith("import time:")]
    times = [(int(own.split(":")[1]), name.strip()) for own, _all, name in rows if own.split(":")[1].strip().isdigit()]
    return sorted(times, reverse=True)
