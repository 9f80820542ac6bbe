# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The YAML examples of the README and of the guides, as playbooks that run them in the order of the page."""

from __future__ import annotations

import re

import yaml
from simulated import REPO

EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STACK = "stackkit.dynamodb.stack"
# {part of an example: why it does not run}
NOT_RUN = {"stack_shared_state_bucket": "it reads a Terraform state in S3, as the target role_state does"}


def write_playbooks(folder):
    """Write a playbook for each page that has examples; return the paths."""
    return [
        write(folder / f"{page.stem}.yml", plays)
        for page in (REPO / "README.md", *sorted((REPO / "docs").glob("*.md")))
        if (plays := list(plays_of(page.read_text(encoding="utf-8"))))
    ]


def write(path, plays):
    path.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
    return path


def plays_of(text):
    """Yield the plays of a page.

    An example is plays, tasks, or variables of the role stack, which change those of the play before. A file of another
    program is not run.
    """
    variables = {}
    for example in map(yaml.safe_load, (source for source in EXAMPLE.findall(text) if runs(source))):
        if isinstance(example, dict):
            if not all(name.startswith("stack_") for name in example):
                continue
            variables = variables | example
            yield play({"roles": [{"role": STACK, "vars": variables}]})
        elif "hosts" in example[0]:
            for role in (role for each in example for role in each.get("roles", []) if role["role"] == STACK):
                variables = role["vars"]
            yield from example
        else:
            yield play({"tasks": example})


def play(content):
    return {"name": "Run an example", "hosts": "localhost", "gather_facts": False, **content}


def runs(source):
    return not any(part in source for part in NOT_RUN)
