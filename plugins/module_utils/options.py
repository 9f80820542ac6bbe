# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checking options: every fault of a request at once, each with its path, where Ansible names only the first."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator


def validated(spec, params, check, prefix=""):
    """Options and their spec -> (options with types and defaults, [(path, problem)]).

    check(options) yields the faults that a spec cannot express; it sees the options without those the spec refuses.
    """
    result = ArgumentSpecValidator(spec).validate(params)
    problems = list(_faults(spec, params)) if result.error_messages else []
    if problems:
        faulty = {path.partition(".")[0].partition("[")[0] for path, _problem in problems}
        rest = {option: value for option, value in params.items() if option not in faulty}
        result = ArgumentSpecValidator(spec).validate(rest)
    elif result.error_messages:  # of a kind that the walk below does not know: better told without its place
        problems = [("", message) for message in result.error_messages]
    options = result.validated_parameters
    return options, [(prefix + path, problem) for path, problem in [*problems, *check(options)]]


def message(problems):
    """The words for a list of (path, problem): one line each."""
    lines = [f"{path}: {problem}" if path else problem for path, problem in problems]
    if len(lines) == 1:
        return lines[0]
    return "\n".join([f"{len(lines)} options are wrong, and nothing was called:", *(f"- {line}" for line in lines)])


def _faults(spec, params, path=""):
    names = {name: option for option in spec for name in [option, *spec[option].get("aliases", [])]}
    for name in params:
        if name not in names:
            yield f"{path}{name}", "no such option" + _guess(name, names)
    given = {names[name]: value for name, value in params.items() if name in names and value is not None}
    for option, details in spec.items():
        if option in given:
            yield from _value_faults(details, given[option], f"{path}{option}")
        elif details.get("required"):
            yield f"{path}{option}", "is required"


def _value_faults(details, value, path):
    inner = details.get("options")
    if inner and details["type"] == "list" and isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _value_faults(dict(type="dict", options=inner), entry, f"{path}[{place}]")
    elif inner and isinstance(value, dict):
        yield from _faults(inner, value, f"{path}.")
    else:
        alone = {key: details[key] for key in ("type", "elements", "choices") if key in details}
        if ArgumentSpecValidator({"option": alone}).validate({"option": value}).error_messages:
            yield path, _expectation(details)


def _expectation(details):
    if "choices" in details:
        return f"must be {'some' if details['type'] == 'list' else 'one'} of {', '.join(details['choices'])}"
    return f"must be of type {details['type']}" + (f" of {details['elements']}" if "elements" in details else "")


def _guess(name, names):
    import difflib  # not above: no right option needs it

    close = difflib.get_close_matches(name, names, 1)
    return f"; did you mean {close[0]}?" if close else ""
