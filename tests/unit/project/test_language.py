# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts use the standard terms of AWS and Ansible. Each pattern is a phrase that the project used instead."""

from __future__ import annotations

import re
import tokenize

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.project.test_files import FILES, each
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

SUFFIXES = {".py", ".md", ".yml", ".yaml", ".rst", ".j2", ".txt", ".toml"}


def name(path):
    return str(path.relative_to(REPO))


# This file contains the list itself.
TEXTS = [path for path in FILES if path.suffix in SUFFIXES and path.name != "test_language.py"]

# {pattern: the term to use instead}
INSTEAD = {
    r"\bkeep(s|ing)? (a|an|the|its|all|many|several|these|sixty|each|every) (\w+ )?(tables?|sets?|plans?|vaults?"
    r"|endpoints?|alarms?|policies|stacks?)\b(?!')": "manage, reconcile",
    r"\b(tables?|sets?|plans?|vaults?|endpoints?|alarms?|policies|stacks?|regions) (is|are) kept\b": "is managed",
    r"\bkept side by side\b": "managed in parallel",
    r"\bexactly as declared\b": "as declared",
    r"\bleft out\b": "omitted",
    r"\b(is|are) left (alone|as|there|and named)\b": "is not changed",
    r"\bstays? as (it|they) (is|are|was|were)\b": "does not change",
    r"\banew\b": "re-created, again",
    r"\bwhat is there\b": "the current state",
    r"\bwhat is declared\b": "the desired state",
    r"\b(reads?|writes?) a second\b": "read or write capacity units",
    r"\bceilings?\b": "maximum on-demand throughput",
    r"\btoo cold\b|\bless warm\b|\bwarms? up\b|\bcool(s|ed)? (it |them )?down\b": "warm throughput",
    r"\binsights into\b|\b(have|has|no|are|new) insights\b": "Contributor Insights",
    r"\bcop(y|ies) changes to\b|\bchanges are copied\b": "stream changes to the Kinesis data stream",
    r"\bpercent use\b": "percent utilization",
    r"\bexpires? items by\b|\bitems expire\b": "TTL",
    r"\bprotects? (the|a) table against\b|\bprotected against deletion\b": "deletion protection",
    r"\bmade nothing of\b|\bnothing came of\b": "AWS accepted the request, but the change was not applied",
    r"\bconsents?\b": "confirmation, or the option that gives it",
    r"\brefus\w+": "plan error, validation error, AWS error; reject, fail",
    r"\b(no|a|each|known|these) windows?\b(?! of)": "rate limit",
    r"\bin the works\b": "in progress",
    r"\b(is|are|was|were) born\b|\bat birth\b": "is new, is created",
    r"\bstrangers?\b": "unknown variable",
    r"\bdeaf\b": "no action in this Region",
    r"\blanes?\b": "region target",
    r"\bkeepings?\b": "run, reconciliation",
    r"\blaws?\b": "invariant",
    r"\bstor(y|ies)\b|\brhythms?\b": "scenario, sequence",
    r"\blikewise\b|\bso this is\b": "a whole sentence",
    r"\bis no difference\b": "is no change",
    r"\bgets? home\b|\bhalf-way\b": "is completed, fails",
    r"\bat home\b": "in the Region of the table",
    r"\bforet(ell|old)\w*": "predict",
    r"\bhand(s|ed)? (it |them |this |these )?(to|on|over)\b": "pass",
    r"\bgo(es)? off\b": "goes into ALARM state",
    r"\bAWS (does not |itself )?tells?\b|\b(C\(notes\)|message|description) tells\b": "returns, contains, shows",
    r"\bbeside\b": "next to, in addition to, compared with",
    r"\bnot above:": "imported here, because",
    r"\b(is|are) no (failure|error|URL|ARN|operation|JSON)s?\b": "is not a failure",
    r"\b(with|that|of|by) autoscaling (may|controls|sets|covers)\b|\bwith autoscaling\b": "auto scaling",
    r"\bwhatever exists\b|\bbut for\b": "in any account, except",
}
# {pattern of a text that may contain a match: why}
ALLOWED = {
    r"currently protected against deletion": "a message of AWS",
    r"Table is protected against deletion": "a message of ministack",
    r"-ceiling\b|^\"ceiling\"$": "alarms have this name",
}


def texts(path):
    """Yield (line number, line) of a file; of a Python file only comments and strings."""
    if path.suffix != ".py":
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        return
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if tokenize.tok_name[token.type] in {"COMMENT", "STRING", "FSTRING_MIDDLE"}:
                yield from enumerate(token.string.splitlines(), token.start[0])


def found(path):
    """Yield a line for each phrase in a file that should be another one."""
    for number, line in texts(path):
        rest = re.sub("|".join(ALLOWED), "", line.strip())
        for pattern, instead in INSTEAD.items():
            match = re.search(pattern, rest, re.IGNORECASE)
            if match:
                yield f"{name(path)}:{number}: {match.group()!r}; use: {instead}"


@each(TEXTS)
def test_a_text_has_no_phrase_of_the_list(path):
    assert list(found(path)) == []


@pytest.mark.parametrize("allowed", ALLOWED)
def test_an_allowed_text_occurs(allowed):
    assert any(re.search(allowed, line.strip()) for path in TEXTS for _number, line in texts(path))
