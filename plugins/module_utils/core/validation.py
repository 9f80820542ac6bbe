# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checking options: all problems at once, each with its path. Ansible reports only the first one."""

from __future__ import annotations

import json

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .patterns import did_you_mean

NO_REGION = ("region", "is required; neither the environment nor the profile sets one")
# Options whose values must not appear in logs.
UNLOGGED = ("resource_policy", "document", "policy")
MAX_SHOWN = 60  # characters of a value in a message


def validated(spec, params, check, prefix=""):
    """Check options against their spec -> (options with types and defaults, [(path, problem)]).

    check(options) yields (path, problem) that a spec cannot express. It gets only the options that fit the spec.
    """
    options, messages = _by_spec(spec, params)
    problems = list(_faults(spec, params)) if messages else []
    if problems:
        faulty = {option_of(path) for path, _problem in problems}
        options, _messages = _by_spec(spec, dict(_right(spec, params, faulty)))
    elif messages:  # a problem that _faults does not find: reported without a path
        problems = [("", message) for message in messages]
    problems = [*problems, *_doubles(spec, params), *check(options)]
    return options, [((prefix + path).rstrip("."), problem) for path, problem in problems]


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
    except (TypeError, OverflowError) as error:  # raised for some values of a wrong type, and for infinity
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
    inner = details.get("options")
    if details.get("elements") == "dict" and isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _value_faults(dict(type="dict", options=inner), entry, f"{path}[{place}]")
    elif inner and details["type"] == "dict" and isinstance(value, dict):
        yield from _faults(inner, value, f"{path}.")
    else:
        alone = {key: details[key] for key in ("type", "elements", "choices") if key in details}
        if value is None or _by_spec({"option": alone}, {"option": value})[1]:
            yield path, _shown(details, value, path) + _expectation(details)


def _shown(details, value, path):
    """The start of a message with the given value, if it is a short scalar that may appear in logs."""
    if isinstance(value, list) and "choices" in details:
        value = next((entry for entry in value if entry not in details["choices"]), value)
    secret = details.get("no_log") or path.rpartition(".")[2].partition("[")[0] in UNLOGGED
    if secret or not isinstance(value, (str, int, float, type(None))) or len(str(value)) > MAX_SHOWN:
        return ""
    return f"is {_text(value)}; "


def _text(value):
    """A scalar as YAML has it: true, not True."""
    return repr(value) if isinstance(value, str) else json.dumps(value)


def _expectation(details):
    if "choices" in details:
        return f"must be {'any' if details['type'] == 'list' else 'one'} of {', '.join(details['choices'])}"
    return f"must be of type {details['type']}" + (f" of {details['elements']}" if "elements" in details else "")
