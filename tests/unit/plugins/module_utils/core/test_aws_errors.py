# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The known AWS errors are exactly those of docs/rules.md."""

from __future__ import annotations

import re

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import aws_errors
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.settle import KNOWN_ERRORS
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO, found
from botocore import xform_name

PAGE = (REPO / "docs" / "rules.md").read_text()
KINDS = {"W": aws_errors.DEFER, "B": aws_errors.RETRY, "S": aws_errors.APPLIED}


def documented():
    """{(kind, rule, code, pattern, hidden, method of the client)} of every row of the three lists of the page."""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("| "))]
        if re.fullmatch(r"[WBS]\d+", cells[0]):
            pattern = cells[3].strip("`").replace("\\|", "|")
            for operation in cells[1].split(", "):
                hidden = cells[0][0] == "B" and cells[5] == "no"
                yield KINDS[cells[0][0]], cells[-1], cells[2], pattern, hidden, xform_name(operation)


def known():
    """The same from the code."""
    for known_error in KNOWN_ERRORS:
        for method in known_error.methods:
            of, rule, code = known_error.kind, known_error.rule, known_error.code
            yield of, rule, code, known_error.pattern, known_error.hidden, method


def test_the_known_errors_are_those_of_the_page():
    """The page lists all of them."""
    assert set(known()) == set(documented())


def test_every_rule_that_is_cited_exists():
    rules = set(re.findall(r"^### (R\d+) ", PAGE, re.MULTILINE))
    for path in found("plugins", "*.py"):
        assert set(re.findall(r"\bR\d+\b", path.read_text())) <= rules, path


def test_a_quota_is_not_a_rate_limit():
    """Their messages begin with the same words."""
    quota = "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20"
    error = AwsError("create index", "eu-west-1", "LimitExceededException", quota)
    for kind in (aws_errors.DEFER, aws_errors.RETRY, aws_errors.APPLIED):
        assert aws_errors.find(KNOWN_ERRORS, kind, "update_table", error) is None
