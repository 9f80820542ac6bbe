# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checking options: every fault of a request at once, each with its path, where Ansible names only the first."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

NO_REGION = ("region", "is required; none was found in the environment or the profile either")


def validated(spec, params, check, prefix=""):
    """Options and their spec -> (options with types and defaults, [(path, problem)]).

    check(options) yields the faults that a spec cannot express; it sees the options without those the spec refuses.
    """
    options, messages = _by_spec(spec, params)
    problems = list(_faults(spec, params)) if messages else []
    if problems:
        faulty = {option_of(path) for path, _problem in problems}
        options, _messages = _by_spec(spec, dict(_right(spec, params, faulty)))
    elif messages:  # of a kind that the walk below does not know: better told without its place
        problems = [("", message) for message in messages]
    problems = [*problems, *_doubles(spec, params), *check(options)]
    return options, [((prefix + path).rstrip("."), problem) for path, problem in problems]


def option_of(path):
    """The option in which a path begins."""
    return path.partition(".")[0].partition("[")[0]


def message(problems):
    """The words for a list of (path, problem): one line each."""
    lines = [f"{path}: {problem}" if path else problem for path, problem in problems]
    if len(lines) == 1:
        return lines[0]
    return "\n".join([f"{len(lines)} options are wrong, and nothing was called:", *(f"- {line}" for line in lines)])


def _by_spec(spec, params):
    """What Ansible makes of options and their spec -> (options, error messages)."""
    try:
        result = ArgumentSpecValidator(spec).validate(params)
    except (TypeError, OverflowError) as error:  # it takes some values for dicts, and infinity for a number
        return params, [str(error)]
    return result.validated_parameters, result.error_messages


def _right(spec, params, faulty):
    """(name, value) of the options without faults; entries of which the spec says nothing are left to the check."""
    names = _canonical(spec)
    for name, value in params.items():
        details = spec.get(names.get(name), {})
        if names.get(name, name) not in faulty:
            yield name, value
        elif details.get("elements") == "dict" and "options" not in details and isinstance(value, list):
            yield name, [entry if isinstance(entry, dict) else {} for entry in value]


def _doubles(spec, params):
    """Of an option and its alias Ansible takes the alias, and says so at the top of a module alone."""
    for option, details in spec.items():
        for alias in details.get("aliases", ()):
            if option in params and alias in params:
                yield option, f"is given as {alias} too"


def _canonical(spec):
    """{name or alias: the option's name}"""
    return {name: option for option in spec for name in [option, *spec[option].get("aliases", [])]}


def _faults(spec, params, path=""):
    names = _canonical(spec)
    for name in params:
        if name not in names:
            yield f"{path}{name}", "no such option" + _guess(str(name), names)
        elif params[name] is None:
            yield from _null_faults(spec[names[name]], f"{path}{names[name]}")
    given = {names[name]: value for name, value in params.items() if name in names and value is not None}
    for option, details in spec.items():
        if option in given:
            yield from _value_faults(details, given[option], f"{path}{option}")
        elif details.get("required"):
            yield f"{path}{option}", "is required"


def _null_faults(details, path):
    """Ansible takes null for an option that is left out, but not where there is a default or a choice."""
    if details.get("default") is not None:
        yield path, f"must not be null; left out, it is {details['default']}"
    elif "choices" in details and not details.get("required"):
        yield path, f"must not be null; it {_expectation(details)}, or is left out"


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
            yield path, _expectation(details)


def _expectation(details):
    if "choices" in details:
        return f"must be {'some' if details['type'] == 'list' else 'one'} of {', '.join(details['choices'])}"
    return f"must be of type {details['type']}" + (f" of {details['elements']}" if "elements" in details else "")


def _guess(name, names):
    import difflib  # not above: no right option needs it

    close = difflib.get_close_matches(name, names, 1)
    return f"; did you mean {close[0]}?" if close else ""
