# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of a role: which its meta/argument_specs.yml declares, and which of them a play sets."""

from __future__ import annotations

import ast
import datetime
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ansible.module_utils.common.yaml import yaml_load
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import closest

_DATE = re.compile(r"datetime\.\w+\((?:[^()]|\([^()]*\))*\)")
ROLES = Path(__file__).parents[3] / "roles"

# {kind of a value: how a message asks for it}
KINDS = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "dict": "a dict",
    "list": "a list",
    "list of dicts": "a list of dicts",
    "json": "a dict or JSON",
}


@cache
def declared(role):
    """{variable without the role's prefix: (kind, default)}, in the order of the role's argument_specs.yml.

    A variable whose default is a template is not among them: plays read it, and the role does not.
    """
    text = (ROLES / role / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    options = yaml_load(text)["argument_specs"]["variables"]["options"]
    return {
        name[len(role) + 1 :]: (_kind(details), details.get("default"))
        for name, details in options.items()
        if "{{" not in str(details.get("default"))
    }


def _kind(details):
    return "list of dicts" if details.get("elements") == "dict" else details["type"]


def defaults(variables):
    """{variable: default} of {variable: (kind, default)}, where there is one."""
    return {name: default for name, (_kind, default) in variables.items() if default is not None}


def unknown(names, known):
    """[(name, the known name that was probably meant, or None)] of the names that are not known."""
    return [(name, closest(name, known)) for name in sorted(set(names) - set(known))]


def misspelt(names, known, prefix):
    """(variable, words) for each name that is near a known one. Names are without the prefix."""
    for name, guess in unknown(names, known):
        if guess:
            yield f"{prefix}{name}", f"no such variable; did you mean {prefix}{guess}?"


def plain(given, path, omit):
    """Variables as a play sets them -> (the same in the types of JSON, with str keys, [(path, problem)]).

    path: the prefix of the variables that their names lack. omit: Ansible's variable of this name; what a template
    omits is not in the result, so it is unset. A value without a type of JSON, such as a date, is a problem, and
    becomes a str.
    """
    problems = []
    return _plain_dict(_with_dates(given), path, omit, problems), problems


def _plain_dict(given, path, omit, problems):
    set_ones = {str(name): value for name, value in given.items() if not _is_omitted(value, omit)}
    return {name: _plain(value, f"{path}{name}", omit, problems) for name, value in set_ones.items()}


def _plain(value, path, omit, problems):
    value = _with_dates(value)
    if isinstance(value, Mapping):
        return _plain_dict(value, f"{path}.", omit, problems)
    if isinstance(value, (list, tuple, set, frozenset)):
        given = [one for one in value if not _is_omitted(one, omit)]
        return [_plain(one, f"{path}[{place}]", omit, problems) for place, one in enumerate(given)]
    if isinstance(value, (datetime.date, bytes)):
        problems.append((path, "is a date, as YAML reads it without quotes; put it in quotes"))
    elif value is None or isinstance(value, (str, bool, int, float)):
        return value
    elif not getattr(value, "__ENCRYPTED__", False):  # a vaulted string of ansible-core 2.18 and earlier
        problems.append((path, f"is of type {type(value).__name__}; must be a string, number, boolean, list or dict"))
    return value.decode() if isinstance(value, bytes) else str(value)


def _with_dates(value):
    """ansible-core 2.18 and earlier return a str from a template of a list or dict with a date, which is bytes here."""
    if not isinstance(value, str) or "datetime.date" not in value:
        return value
    try:
        return ast.literal_eval(_DATE.sub("b'date'", value))
    except (ValueError, SyntaxError):
        return value


def _is_omitted(value, omit):
    return omit is not None and isinstance(value, type(omit)) and value == omit


def typed(variables, given, path, problems):
    """The values that are set and of their kind; those of another kind become problems."""
    values = {}
    for name, (kind, _default) in variables.items():
        value = without_unset(given.get(name))
        if value is None:
            continue
        fits, value = _as_kind(kind, value)
        if fits:
            values[name] = value
        else:
            problems.append((f"{path}{name}", f"must be {KINDS[kind]}{_of_a_string(kind, value)}"))
    return values


def without_unset(value):
    """As in HCL, null and "" are unset; also in the dicts of a list, such as an index. A tag may be empty."""
    if isinstance(value, list):
        return [_without_unset_keys(entry) if isinstance(entry, dict) else entry for entry in value]
    return None if value == "" else value


def _without_unset_keys(entry):
    return {key: value for key, value in entry.items() if value is not None and value != ""}


def _as_kind(kind, value):
    """-> (whether it fits, the value as that kind). Numbers may be strings: templates return nothing else."""
    if kind == "bool":
        return isinstance(value, bool), value
    if kind in ("int", "float"):
        return _as_number(int if kind == "int" else float, value)
    if kind == "str":
        return isinstance(value, (str, int, float)) and not isinstance(value, bool), str(value)
    if kind == "dict":
        return isinstance(value, dict), value
    if kind == "list":
        return isinstance(value, list), value
    if kind == "list of dicts":
        return isinstance(value, list) and all(isinstance(entry, dict) for entry in value), value
    return isinstance(value, (dict, str)), value


def _as_number(number, value):
    if isinstance(value, (bool, list, dict)):
        return False, value
    try:
        result = number(value)
        return math.isfinite(result) and float(result) == float(value), result
    except (ValueError, OverflowError):
        return False, value


def _of_a_string(kind, value):
    if kind == "bool" and isinstance(value, str):
        return ", and is a string; on the command line write it as JSON: -e '{\"stack_…\": true}'"
    return ""
