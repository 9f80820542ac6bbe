# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comparing the desired and the current state of things that have names."""

from __future__ import annotations

NAMES = ("name", "region")  # the options that identify an entry of a list: an index has a name, a replica has a region


def keyed(have, want):
    """Compare two dicts by name -> (names to add, names in both whose values differ, names to remove)."""
    added = [name for name in want if name not in have]
    changed = [name for name in want if name in have and want[name] != have[name]]
    removed = [name for name in have if name not in want]
    return added, changed, removed


def merged(options, more):
    """Merge the declarations of two aspects. Lists of named entries are merged entry by entry."""
    result = dict(options)
    for option, value in more.items():
        both_lists = isinstance(value, list) and isinstance(result.get(option), list)
        result[option] = _joined(result[option], value) if both_lists else value
    return result


def differing(before, after):
    """Compare two declarations -> the parts of both that differ, down to the options of entries with the same name."""
    before, after = unequal(before, after)
    for name in {**before, **after}:
        if _is_named_list(before.get(name)) and _is_named_list(after.get(name)):
            before[name], after[name] = _differing_entries(before[name], after[name])
    return before, after


def entries_by_name(value):
    """{name: entry} of a list of named entries, {} for None; None for any other value."""
    if value is None:
        return {}
    return {_name(entry): entry for entry in value} if _is_named_list(value) else None


def unequal(before, after):
    """Compare two dicts -> both, reduced to the names whose values differ."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple({name: side[name] for name in names if side.get(name) is not None} for side in (before, after))


def _differing_entries(before, after):
    old, new = ({_name(entry): entry for entry in side} for side in (before, after))
    changed = [name for name in old if name in new and old[name] != new[name]]
    return (
        [_only(entry, new.get(name)) for name, entry in old.items() if name in changed or name not in new],
        [_only(entry, old.get(name)) for name, entry in new.items() if name in changed or name not in old],
    )


def _only(entry, other):
    """An entry's name and its options that differ from the other entry; all options if there is no other entry."""
    if other is None:
        return entry
    return {option: value for option, value in entry.items() if option in NAMES or value != other.get(option)}


def _joined(entries, more):
    by_name = {_name(entry): dict(entry) for entry in entries}
    for entry in more:
        by_name[_name(entry)] = {**by_name.get(_name(entry), {}), **entry}
    return list(by_name.values())


def _is_named_list(value):
    return isinstance(value, list) and all(isinstance(entry, dict) and _name(entry) for entry in value)


def _name(entry):
    return next((entry[option] for option in NAMES if entry.get(option)), None)
