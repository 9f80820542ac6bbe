# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hypothesis strategies for right and wrong values, generated from argument specs. A new option needs no line here."""

from __future__ import annotations

import json

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.validation import UNLOGGED
from hypothesis import strategies as st

SECRET = "S3CRET"  # is in each value that must not be shown
# Values that are right for some option, so that the checks behind the types are reached.
WORDS = (
    *("", " ", "a", "id", "mail", "orders", "by-mail", "a" * 256, "a\nb", "ä☃\U0001f600", "\x00", "{{ a }}"),
    *("eu-west-1", "us-east-1", "eu-west-2", "nowhere", "1", "-1", "1e400", "yes", "NaN", "null", "2026-01-01"),
    *(
        "arn:aws:iam::123456789012:role/backup",
        "arn:aws:sns:eu-west-1:123456789012:topic",
        "arn:aws:kms",
        "alias/orders",
    ),
    *("arn:aws:dynamodb:eu-west-1:123456789012:table/orders", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"),
    *("arn:aws:backup:eu-west-2:123456789012:backup-vault:orders", "cron(0 5 * * ? *)", "cron(0)", "rate(5 minutes)"),
    *("/stackkit/orders/", "orders/", "orders/alarm", "vpc-0a1b2c3d", "rtb-0a1b2c3d", "p99", "Sum", "AWS/DynamoDB"),
)
NUMBERS = (-1, 0, 1, 2, 5, 60, 70, 300, 12000, 40000, 2**31, 2**63, 10**30, 10**400, 0.5, float("inf"), float("nan"))
POLICIES = (
    {"Version": "2012-10-17", "Statement": [{"Sid": SECRET, "Effect": "Allow", "Action": "*", "Resource": "*"}]},
    {"Statement": SECRET},
    {"Statement": [], SECRET: SECRET},
)
SECRETS = (*UNLOGGED, "secret_key", "session_token")

words = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))
numbers = st.one_of(st.sampled_from(NUMBERS), st.integers(-100, 100_000))
booleans = st.sampled_from([True, False, "yes", "no", 1, 0, "maybe"])
scalars = st.one_of(st.none(), st.booleans(), numbers, words)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)


def deep(depth):
    """Nested lists and dicts, deeper than most recursive code expects."""
    value = "end"
    for level in range(depth):
        value = [value] if level % 2 else {"Statement": value}
    return value


policies = st.one_of(
    st.sampled_from(POLICIES),
    st.sampled_from(POLICIES).map(json.dumps),
    st.sampled_from([f"{SECRET}", f"{{{SECRET}", f"[{SECRET!r}]", f"path={SECRET}", [SECRET], {"Statement": deep(40)}]),
)
# As wrong as policies, for options that may be shown.
documents = policies.map(lambda value: json.loads(json.dumps(value).replace(SECRET, "shown")))
tags = st.dictionaries(words, st.one_of(words, numbers, st.none()), max_size=3)


def options(spec, entries=None, chance=4):
    """Dicts of options of a spec: some of them, some wrong, some misspelled.

    entries: the spec of the dicts of a list that has no spec of its own. One option in about `chance` is wrong.
    """

    @st.composite
    def drawn(draw):
        names = draw(st.lists(st.sampled_from(sorted(spec)), unique=True, max_size=5))
        names += [name for name, details in spec.items() if details.get("required") and draw(st.integers(0, 9))]
        given_options = {}
        for name in dict.fromkeys(names):
            given_options[draw(_spelt(name, spec[name]))] = draw(value(name, spec[name], entries, chance))
        return given_options

    return drawn()


def _spelt(name, details):
    others = [*details.get("aliases", ()), name[:-1], f"{name}s", name.replace("_", "-"), name.upper()]
    return st.one_of(*[st.just(name)] * 12, st.sampled_from(others))


def value(name, details, entries=None, chance=4):
    """Values of one option: right ones, in the forms in which Ansible accepts them, and wrong ones."""
    if name in SECRETS:
        return policies if details.get("type") == "json" else st.just(SECRET)
    right = st.sampled_from(details["choices"]) if "choices" in details else _of_type(details, entries, chance)
    if details.get("type") == "list" and "choices" in details:
        right = st.lists(right, max_size=3)
    return st.one_of(*[right] * chance, _as_text(right), anything, scalars)


def _of_type(details, entries, chance):
    inner = details.get("options") or (entries if details.get("elements") == "dict" else None)
    kind = details.get("type", "str")
    if kind == "list":
        entry = options(inner, entries, chance) if inner else words
        return st.one_of(st.lists(entry, max_size=3), entry)
    if kind == "dict":
        return options(inner, entries, chance) if inner else tags
    return {"str": words, "int": numbers, "float": numbers, "bool": booleans, "json": documents}.get(kind, anything)


def _as_text(values):
    """Dicts and lists as the strings from which Ansible makes them again."""
    return st.one_of(values.map(json.dumps), values.map(_pairs))


def _pairs(given):
    if isinstance(given, dict):
        return ", ".join(f"{name}={one}" for name, one in given.items())
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)
