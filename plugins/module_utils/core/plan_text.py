# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A plan as text, made of the data that a module returns: what Ansible prints with --diff, and the callback `plan`.

orders in eu-west-1
  + create index by-mail with partition key mail (S), projection ALL
  ~ tag with team=shop, in eu-west-1, us-east-1
        tags.team: web -> shop
-/+ replace index by-city with partition key city (S), projection ALL (forces replacement)
  ! by-city: queries fail until the index is re-created and backfilled
  … ttl: Cannot enable TTL on attribute expires_at yet: AWS accepts one TTL change per hour (R13).
  ? index by-day: not declared, left unchanged (purge_indexes deletes it)
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass, replace

from .change import CREATE, DELETE, REPLACE, UPDATE
from .diff import entries_by_name
from .pending import reason_in_words

SIGNS = {CREATE: "+", UPDATE: "~", DELETE: "-", REPLACE: "-/+"}
PENDING, NOTE, UNDECLARED = "…", "!", "?"
# Option: what it lists, in words, and the option that deletes what it does not list.
LISTS = {
    "global_secondary_indexes": ("index", "purge_indexes"),
    "vector_indexes": ("vector index", "purge_indexes"),
    "replicas": ("replica in", "purge_replicas"),
    "alarms": ("alarm", "purge_alarms"),
}
WIDTH, MIN_WIDTH = 110, 30  # characters of a line, if the output is not a terminal, and at least
MAX_VALUE = 60  # characters of a value
MAX_NAMES = 6  # names in the heading of equal resources
MAX_BLOCKS = 40  # resources; those that delete something are always shown
# In place of the name of a resource in a text that several resources share.
OWN_NAME = "<name>"
PLURALS = {"alarm": "alarms", "index": "indexes"}  # of words before such a name
_REPLICA = re.compile(r"^replicas\[([^]]+)\]\.")
_ENTRY = re.compile(r"\[([^][]+)\]")
_OPTION = re.compile(r"\w+")
_TAGS = re.compile(r"\b(tagged|tag) with ([^,;=]+=[^,;]*(?:, [^,;=]+=[^,;]*){2,})")
_KEY = re.compile(r"\barn:[\w-]+:kms:[\w-]+:\d+:key/([0-9a-f]{8})-[0-9a-f-]{27}")
_ARN = re.compile(r"\barn:[\w-]+:[\w-]+:[\w-]*:\d*:(?=\S)")


@dataclass(frozen=True)
class Line:
    """One change, or equal changes of several Regions and entries. details: the options that differ, as text."""

    sign: str
    text: str
    details: tuple = ()
    regions: tuple = ()


def plan_text(changes, differences, pending=(), unlisted=()):
    """The plan of resources as text; "" if nothing changes and nothing is pending.

    changes, differences: as the modules return them. pending: as `dynamodb_stackkit` returns it, with `resource` in
    addition. unlisted: [(resource, sentence)], shown of resources that change. Resources that change in the same way
    share one block. A line is not wrapped: the controller knows the width of the terminal.
    """
    blocks = {}
    for resource, regions, lines in _resources(_without_pending(changes, pending), differences, pending):
        lines += [Line(UNDECLARED, words) for name, words in unlisted if name == resource]
        shared = tuple(replace(line, text=_without_name(line.text, resource)) for line in lines)
        blocks.setdefault((regions, shared), []).append((resource, lines))
    texts, hidden = [], 0
    for key, members in blocks.items():
        if len(texts) < MAX_BLOCKS or any("-" in line.sign for line in key[1]):
            texts.append(_block(key, members))
        else:
            hidden += len(members)
    if hidden:
        texts.append(f"and {hidden} more, of which none deletes anything: see `changes` in the result\n")
    return "\n".join(texts)


def counts(changes, pending=()):
    """{kind: how many changes}. A replacement, which is two changes, counts once, and not before it is complete."""
    changes = _without_pending(changes, pending)
    replaced = {(one["resource"], one["region"], one["key"]) for one in changes if one["kind"] == REPLACE}
    number = dict.fromkeys(SIGNS, 0)
    for one in changes:
        if one["kind"] != DELETE or (one["resource"], one["region"], one["key"]) not in replaced:
            number[one["kind"]] += 1
    return number


def left_unchanged(option, name, of=""):
    """What exists although an option does not list it, as a sentence. of: where it is."""
    what, purge = LISTS[option]
    return f"{what} {name}{of}: not declared, left unchanged ({purge} deletes it)"


def wrapped(text, width):
    """A plan in lines of this width, where only the first line of a change begins left of the details."""
    lines = []
    for line in text.splitlines():
        is_detail = line.startswith(" " * 8)
        words, indent = line.lstrip(), " " * (len(line) - len(line.lstrip()))
        lines += textwrap.wrap(
            words,
            max(width, MIN_WIDTH),
            initial_indent=indent,
            subsequent_indent=" " * (12 if is_detail else 8),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lines) + "\n"


def _without_pending(changes, pending):
    """Check mode plans the second half of a replacement although it knows that this half will be pending."""
    waiting = {(entry["resource"], entry["path"]) for entry in pending}
    return [one for one in changes if one["kind"] != REPLACE or (one["resource"], one["key"]) not in waiting]


def _resources(changes, differences, pending):
    """(resource, its own Regions, its Lines) of each resource that changes or waits, in the order of the result.

    A set of alarms, for example, has one difference for each of its Regions; a table with replicas has one.
    """
    found = {}
    for place, kind in enumerate((differences, changes, pending)):
        for one in kind:
            found.setdefault(one["resource"], ([], [], []))[place].append(one)
    for resource, (own, made, waiting) in found.items():
        regions = tuple(one["region"] for one in own)
        lines = _lines(made, own, waiting)
        if resource.endswith("/"):  # a set of alarms, whose names all begin with this
            lines = [replace(line, text=line.text.replace(resource, "")) for line in lines]
        if lines:
            yield resource, regions, [replace(line, regions=_others(line.regions, regions)) for line in lines]


def _others(regions, own):
    """The Regions to show at a line: none if they are the resource's own."""
    return () if set(regions) == set(own) else regions


def _lines(changes, differences, pending):
    """The Lines of one resource: one for each key, joined where only the Region or the name of an entry differs."""
    left = {one["region"]: _leaves(one) if one["before"] and one["after"] else [] for one in differences}
    first = next(iter(left), None)
    by_key = {}
    for change in changes:
        by_key.setdefault((change["region"], change["key"]), []).append(change)
    details = {}
    # `replicas[us-east-1].tags` takes its options before `replicas[us-east-1]` does.
    for region, key in sorted(by_key, key=lambda place: -len(place[1])):
        home = region if region in left else first
        details[region, key], left[home] = _taken(key, left.get(home, []))
        if _kind(by_key[region, key]) in (CREATE, DELETE):
            details[region, key] = []
    waiting = []
    for entry in pending:
        taken, left[first] = _taken(entry["path"], left.get(first, []))
        waiting.append(Line(PENDING, f"{entry['path']}: {reason_in_words(entry)}", _texts_of(taken)))
    if by_key:
        for leaf in [leaf for leaves in left.values() for leaf in leaves]:
            details[_nearest(leaf, by_key)].append(leaf)
    notes = [Line(NOTE, note) for one in differences for note in one["notes"]]
    return _joined([_line(place, same, details[place]) for place, same in by_key.items()]) + waiting + notes


def _kind(changes):
    """The kind of the changes with one key: a replacement deletes and re-creates."""
    kinds = {change["kind"] for change in changes}
    if REPLACE in kinds:
        return REPLACE
    return kinds.pop() if len(kinds) == 1 else UPDATE


def _nearest(leaf, by_key):
    """The change that an option belongs to although it is not below its key: of the same option, or an update."""
    option = _OPTION.match(leaf[0])[0]
    same = [place for place in by_key if _OPTION.match(place[1])[0] == option]
    return [*same, *(place for place in by_key if _kind(by_key[place]) == UPDATE), *by_key][0]


def _line(place, changes, leaves):
    """The Line of the changes with one key, and the name of the entry that the key ends in."""
    region, key = place
    kind, names = _kind(changes), _ENTRY.findall(_REPLICA.sub("", key))
    actions = [change["action"] for change in changes if kind != REPLACE or change["kind"] != DELETE]
    text = _shortened("; ".join(actions)) + (" (forces replacement)" if kind == REPLACE and key.endswith("]") else "")
    return Line(SIGNS[kind], text, _texts_of(leaves), (region,)), names[-1] if names else ""


def _shortened(text):
    """An action with the number of its tags, if they are many, and with the last part of ARNs."""
    text = _TAGS.sub(lambda match: f"{match[1]} with {match[2].count(', ') + 1} tags", text)
    return _ARN.sub("", _KEY.sub(r"\1…", text))


def _joined(lines):
    """Join first the Lines that differ only in their Region, then those that differ only in the name of an entry."""
    by_region = {}
    for line, name in lines:
        by_region.setdefault((replace(line, regions=()), name), []).extend(line.regions)
    by_name = {}
    for (line, name), regions in by_region.items():
        line = replace(line, regions=tuple(dict.fromkeys(regions)))
        template = replace(line, text=_without_name(line.text, name), details=_templates(line.details, name))
        by_name.setdefault(template, []).append((line, name))
    return [_with_names(template, members) for template, members in by_name.items()]


def _with_names(template, members):
    """One Line of those that differ only in the name of an entry."""
    if len(members) == 1 or OWN_NAME not in template.text:
        return members[0][0]
    names = ", ".join(name for _line, name in members)
    details = tuple(detail.replace(OWN_NAME, names) for detail in template.details)
    text = re.sub(rf"\b({'|'.join(PLURALS)})(?= {OWN_NAME})", lambda word: PLURALS[word[1]], template.text)
    return replace(template, text=text.replace(OWN_NAME, names), details=details)


def _taken(key, leaves):
    """(the options that differ below a key, the others)"""
    return [leaf for leaf in leaves if _is_below(leaf[0], key)], [
        leaf for leaf in leaves if not _is_below(leaf[0], key)
    ]


def _texts_of(leaves):
    return tuple(f"{_REPLICA.sub('', path)}: {_value(old)} -> {_value(new)}" for path, old, new in leaves)


def _is_below(path, key):
    return path == key or path.startswith((f"{key}.", f"{key}["))


def _without_name(text, name):
    """A text with a placeholder for a name, unless the name is not found in it, or could be another word of it."""
    pattern = rf"(?<![\w.-]){re.escape(name)}(?![\w.-])"
    return re.sub(pattern, OWN_NAME, text) if name and len(re.findall(pattern, text)) == 1 else text


def _templates(details, name):
    return tuple(detail.replace(f"[{name}]", f"[{OWN_NAME}]") for detail in details)


def _leaves(difference):
    """[(option path, old, new)] of all that differs. Not of `state`, nor of an entry that only one side has: the
    actions say that."""
    return [leaf for leaf in _differing(difference["before"], difference["after"], "") if leaf[0] != "state"]


def _differing(before, after, path):
    if isinstance(before or after, dict) and isinstance(after or {}, dict):
        before, after = before or {}, after or {}
        for name in {**before, **after}:
            yield from _differing(before.get(name), after.get(name), f"{path}.{name}" if path else str(name))
        return
    old, new = entries_by_name(before), entries_by_name(after)
    if old is not None and new is not None:
        for name in old:
            if name in new:
                yield from _differing(old[name], new[name], f"{path}[{name}]")
    elif before != after:
        yield path, before, after


def _value(value):
    """A value in one line; a long one is cut."""
    if value is None:
        return "(none)"
    text = value if isinstance(value, str) and value.isprintable() else json.dumps(value, default=str)
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"


def _block(key, members):
    """The text of one resource, or of several that change in the same way."""
    regions, shared = key
    names = [resource for resource, _lines in members]
    lines = shared if len(members) > 1 else members[0][1]
    names = [f"alarms of {name[:-1]}" if name.endswith("/") else name for name in names]
    heading = ", ".join(names[:MAX_NAMES]) + (f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else "")
    heading += f" in {', '.join(regions)}" if regions else ""
    if len(names) > 1:
        heading = f"{len(names)} with the same changes: {heading}"
    return "\n".join([heading, *(text for line in lines for text in _texts(line))]) + "\n"


def _texts(line):
    if line.text:
        first, *more = line.text.split("; ") if line.sign in SIGNS.values() else [line.text]
        where = f", in {', '.join(line.regions)}" if line.regions else ""
        yield f"{line.sign:>3} {first}{where}"
        for part in more:
            yield " " * 8 + part
    for detail in line.details:
        yield " " * 8 + detail
