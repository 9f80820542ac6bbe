# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checking options: all problems at once, each with its path. Ansible reports only the first one."""

from __future__ import annotations

import json

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.validation import check_type_dict, check_type_list

from .patterns import did_you_mean

NO_REGION = ("region", "is required; neither the environment nor the profile sets one")
# Options whose values must not appear in logs.
UNLOGGED = ("resource_policy", "document", "policy")
MAX_SHOWN = 60  # characters of a value in a message
# What Ansible's validator raises for some values of a wrong type; ValueError up to ansible-core 2.17.
UNFIT = (TypeError, ValueError, OverflowError)


def validated(spec, params, check, prefix=""):
    """Check options against their spec -> (options with types and defaults, [(path, problem)]).

    check(options) yields (path, problem) that a spec cannot express. It gets only the options that fit the spec; one
    that is missing is None, also if it is required.
    """
    options, messages = _by_spec(spec, params)
    problems = list(_faults(spec, params)) if messages else []
    if problems:
        faulty = {option_of(path) for path, _problem in problems}
        options, _messages = _by_spec(spec, dict(_right(spec, params, faulty)))
        problems += [*_doubles(spec, params), *check(options)]
    elif messages:  # a problem that _faults does not find: reported without a path
        problems = [("", message) for message in messages]
    else:
        problems = [*_doubles(spec, params), *check(options)]
    return options, [((prefix + path).rstrip("."), problem) for path, problem in problems]


def loggable(spec, params):
    """Options as logs may contain them: "hidden" replaces policies, and options whose names or forms are wrong.

    Those may be policies too: under a misspelled name, or in a string that Ansible would convert to a dict.
    """
    names = _canonical(spec)
    return {name: _loggable(spec, names.get(name), value) for name, value in params.items()}


def _loggable(spec, option, value):
    details = spec.get(option, {})
    # A list of dicts without a spec has the options of the module itself: `tables`.
    inner = details.get("options") or (spec if details.get("elements") == "dict" else None)
    if isinstance(value, list) and inner:
        return [_loggable(spec, option, entry) for entry in value]
    if isinstance(value, dict) and inner:
        return loggable(inner, value)
    if value is None or (details and not inner and not _is_secret(option, details)):
        return value
    return "hidden"


def _is_secret(option, details):
    return details.get("no_log") or option in UNLOGGED


def option_of(path):
    """The option at the start of a path."""
    return path.partition(".")[0].partition("[")[0]


def message(problems):
    """The message for a list of (path, problem), one line each."""
    lines = [f"{path}: {problem}" if path else problem for path, problem in problems]
    if len(lines) == 1:
        return lines[0]
    return "\n".join([f"{len(lines)} options are invalid; no AWS call was made:", *(f"- {line}" for line in lines)])


def as_data(problems):
    """The problems as a module returns them: [{path, message}]."""
    return [{"path": path, "message": problem} for path, problem in problems]


def _by_spec(spec, params):
    """Check options with Ansible's validator -> (converted options, error messages)."""
    try:
        result = ArgumentSpecValidator(spec).validate(params)
    except UNFIT as error:
        return params, [str(error)]
    return result.validated_parameters, result.error_messages


def _right(spec, params, faulty):
    """Yield (name, value) of the options that fit. `check` checks list entries that have no spec."""
    names = _canonical(spec)
    for name, value in params.items():
        details = spec.get(names.get(name), {})
        if names.get(name, name) not in faulty:
            yield name, value
        elif details.get("elements") == "dict" and "options" not in details and isinstance(value, list):
            yield name, [entry if isinstance(entry, dict) else {} for entry in value]


def _doubles(spec, params):
    """An option given together with its alias. Ansible uses the alias, and warns only for top-level options."""
    for option, details in spec.items():
        for alias in details.get("aliases", ()):
            if option in params and alias in params:
                yield option, f"is also given as {alias}"


def _canonical(spec):
    """{name or alias: name of the option}"""
    return {name: option for option in spec for name in [option, *spec[option].get("aliases", [])]}


def _faults(spec, params, path=""):
    names = _canonical(spec)
    for name in params:
        if name not in names:
            yield f"{path}{name}", "no such option" + did_you_mean(name, names)
        elif params[name] is None:
            yield from _null_faults(spec[names[name]], f"{path}{names[name]}")
    given = {names[name]: value for name, value in params.items() if name in names and value is not None}
    for option, details in spec.items():
        if option in given:
            yield from _value_faults(details, given[option], f"{path}{option}")
        elif details.get("required"):
            yield f"{path}{option}", "is required"


def _null_faults(details, path):
    """Ansible treats null as an omitted option, unless the option has a default or choices."""
    if details.get("default") is not None:
        yield path, f"must not be null; omit it to use {_text(details['default'])}"
    elif "choices" in details and not details.get("required"):
        yield path, f"must not be null; it {_expectation(details)}, or can be omitted"


def _value_faults(details, value, path):
    inner, value = details.get("options"), _structured(details, value)
    if details.get("elements") == "dict" and isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _value_faults(dict(type="dict", options=inner), entry, f"{path}[{place}]")
    elif inner and details["type"] == "dict" and isinstance(value, dict):
        yield from _faults(inner, value, f"{path}.")
    else:
        alone = {key: details[key] for key in ("type", "elements", "choices") if key in details}
        if value is None or _by_spec({"option": alone}, {"option": value})[1]:
            yield path, _shown(details, value, path) + _expectation(details)


def _structured(details, value):
    """Convert a string to a dict or a list of dicts as Ansible does; return it unchanged where Ansible cannot."""
    try:
        if isinstance(value, str) and details.get("elements") == "dict":
            return [check_type_dict(entry) for entry in check_type_list(value)]
        return check_type_dict(value) if isinstance(value, str) and details.get("type") == "dict" else value
    except UNFIT:
        return value


def _shown(details, value, path):
    """The start of a message with the given value, if it is a short scalar that may appear in logs."""
    if isinstance(value, list) and "choices" in details:
        value = next((entry for entry in value if entry not in details["choices"]), value)
    # A string in place of a dict may contain a policy.
    is_structured = isinstance(value, str) and "dict" in (details.get("type"), details.get("elements"))
    secret = is_structured or _is_secret(path.rpartition(".")[2].partition("[")[0], details)
    if secret or not isinstance(value, (str, int, float, type(None))) or len(str(value)) > MAX_SHOWN:
        return ""
    return f"is {_text(value)}; "


def _text(value):
    """A scalar as YAML has it: true, not True."""
    return repr(value) if isinstance(value, str) else json.dumps(value)


def _expectation(details):
    if "choices" in details:
        return f"must be {'any' if details.get('type') == 'list' else 'one'} of {', '.join(details['choices'])}"
    return f"must be of type {details.get('type', 'str')}" + (
        f" of {details['elements']}" if "elements" in details else ""
    )
