# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The refusals that the code knows are those of docs/rules.md, to the letter."""

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.stackkit.dynamodb.plugins.module_utils import refusals
from ansible_collections.stackkit.dynamodb.plugins.module_utils.engine import REFUSALS
from ansible_collections.stackkit.dynamodb.plugins.module_utils.errors import AwsError
from botocore import xform_name

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
KINDS = {"W": refusals.WINDOW, "B": refusals.BUSY, "S": refusals.DONE}


def documented():
    """{(kind, rule, code, pattern, method of the client)} of every row of the three lists."""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("| "))]
        if re.fullmatch(r"[WBS]\d+", cells[0]):
            pattern = cells[3].strip("`").replace("\\|", "|")
            for operation in cells[1].split(", "):
                yield KINDS[cells[0][0]], cells[-1], cells[2], pattern, xform_name(operation)


def known():
    """The same of the code."""
    for refusal in REFUSALS:
        for method in refusal.methods:
            yield refusal.kind, refusal.rule, refusal.code, refusal.pattern, method


def test_the_lists_are_those_of_the_page():
    """They are closed, and the page is where they are closed: what stands there is done, and nothing else."""
    assert set(known()) == set(documented())


def test_every_rule_that_is_cited_exists():
    """A citation that leads nowhere is worse than none."""
    rules = set(re.findall(r"^### (R\d+) ", PAGE, re.MULTILINE))
    plugins = Path(__file__).parents[3] / "plugins"
    for path in plugins.rglob("*.py"):
        assert set(re.findall(r"\bR\d+\b", path.read_text())) <= rules, path


def test_a_quota_is_no_window():
    """Windows and hard quotas begin with the same words."""
    quota = "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20"
    error = AwsError("create index", "eu-west-1", "LimitExceededException", quota)
    for kind in (refusals.WINDOW, refusals.BUSY, refusals.DONE):
        assert refusals.known(REFUSALS, kind, "update_table", error) is None
