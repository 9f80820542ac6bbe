# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""docs/performance.md, written out of a run."""

from __future__ import annotations

import datetime
import os
import platform
from collections import Counter
from statistics import median

from .measure import Spread, processors, round_trips, walls

PARTS = {
    "Python starts": "the interpreter, up to the first line of the program",
    "botocore and boto3": "importing them",
    "Ansible, amazon.aws, ours": "unpacking the program, importing them, and checking the options",
    "session and clients": "one botocore session, a client for each service and region",
    "calls": "from the first to the last answer, without the making of clients between",
    "the rest": "comparing, reporting, ending the process",
}

HEAD = """\
# How long it takes to change nothing

Written by `make bench`; do not edit. Most runs of a playbook change nothing, so that is what is measured: on the
simulator of `extensions/simulator/`, over HTTP on the same machine, with everything as declared already. The times
are seconds, **least / middle / most** of several runs taken in turns. They hold for one machine and one hour; what
other programs did meanwhile is in them, which is why the load is given. What is wanted is compared with the middle.

The table is the seed's advanced one in its own region: provisioned, two global indexes, autoscaling of all six
dimensions, time to live, stream, contributor insights, recovery, deletion protection and tags.
"""

SIDES = """\
(a) is the process that a task of our module starts, on its own. (b) is the same for a module that only makes an
`AnsibleAWSModule`. (c) is a Python script that makes the calls of (a) one after another with boto3. (d) is eight tasks
of community.aws, which together do what they can: the table, its indexes and tags, time to live, and six scaling
policies; they have nothing for stream, insights, recovery and protection. Wanted: (a) ≤ (b) + (c), and (a) < (d).

A task costs more than its module's process: the rest is Ansible's own work before and after. The task is the play
with it, less the middle of the plays without any.
"""

FOUR = """\
The same table with replicas in three regions, whose reads are scaled. Wanted: at most three round trips, and at most
0.9 s for the whole task as it is, or to know where the time goes. (b) is what every module of amazon.aws costs, and
what the task takes beyond (a) is Ansible's own work; the section after this one splits (a).
"""

TRIPS = """\
With AWS at a distance, what counts is how often one call waits for another. Wanted: two round trips in one region, the
table's description and then everything else side by side. Counted is the longest chain of calls of which none began
before the one before it had ended, with a whole second added to each call: what a busy processor delays is less, and
cannot look like waiting.
"""

ROLE = """\
The role `stackkit.dynamodb.stack` in prod, with one region. Each table has an index, a time to live and a stream, and
they share a key. A task lasts from its beginning to that of the next one. In brackets: how many modules it started.

Without backups and alarms is with the tags `stackkit_key` and `stackkit_table`. Switched off by their variables, they
cost a module start each, which sees to it that nothing of them is left.
"""

MANY = """\
Each of these tables declares time to live and tags, which is three reads. Wanted on two cores: 60 tables in at most
1.5 s, 1,000 in at most 15 s, with less than 400 MB.
"""


def write(figures, took):
    """-> the page."""
    return "\n".join(
        [
            HEAD,
            *_machine(figures, took),
            "## Side by side\n",
            SIDES,
            *_sides(figures["near"], figures["far"]),
            "## Four regions\n",
            FOUR,
            *_four(figures["near"], figures["far"]),
            "## What our process spends its time on\n",
            *_parts(figures["near"], figures["far"]),
            "## Calls\n",
            *_calls(figures["calls"]),
            TRIPS,
            *_clients(figures["notes"]),
            "## The role, task by task\n",
            ROLE,
            *_roles(figures["roles"]),
            "## Many tables\n",
            MANY,
            *_many(figures),
            "## Imports\n",
            *_imports(figures["imports"], figures["imports of the empty one"]),
        ]
    )


def parts(marked):
    """[(Sample, notes)] -> {part: Spread}."""
    split = [_split(sample, notes) for sample, notes in marked]
    return {part: Spread.of(one[part] for one in split) for part in PARTS}


def _split(sample, notes):
    clients = [(start, stop) for _name, start, stop in notes["clients"]]
    first = min(start for _name, start, _stop in notes["calls"])
    last = max(stop for _name, _start, stop in notes["calls"])
    first_client = min(start for start, _stop in clients)
    making = sum(stop - start for start, stop in clients)
    between = sum(stop - start for start, stop in clients if start >= first)
    seconds = {
        "Python starts": notes["begun"] - sample.begun,
        "botocore and boto3": notes["libraries"],
        "Ansible, amazon.aws, ours": first_client - notes["begun"] - notes["libraries"],
        "session and clients": making,
        "calls": last - first - between,
    }
    return seconds | {"the rest": sample.wall - sum(seconds.values())}


def _machine(figures, took):
    rows = [
        ["date", datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")],
        ["processor cores", os.cpu_count()],
        ["system", f"{platform.system()} {platform.machine()}"],
        ["Python", platform.python_version()],
        ["load at the beginning and the end", f"{figures['load']:.1f} and {figures['load at the end']:.1f}"],
        ["the whole run", f"{took:.0f} s"],
    ]
    return [*_table(["", ""], rows), ""]


def _sides(near, far):
    names = {
        "(a) our module": "one",
        "(b) an empty AnsibleAWSModule": "empty",
        "(c) a bare script of the same calls": "script",
        "(b) + (c)": "sum",
        "(a), of which processor": "processor of one",
        "(b) + (c), of which processor": "processor of sum",
        "(d) community.aws, eight processes": "theirs",
        "a bare Python": "python",
        "a play without tasks": "play",
        "a play with a task of (a)": "play of one",
        "a play with the tasks of (d)": "play of theirs",
        "the task of (a)": "task of one",
        "the tasks of (d)": "tasks of theirs",
    }
    wanted = {"(a) ≤ (b) + (c)": ("one", "sum"), "(a) < (d)": ("one", "theirs")}
    return _compared(names, wanted, near, far)


def _four(near, far):
    names = {
        "(a) our module": "four",
        "(b) an empty AnsibleAWSModule": "empty",
        "(c) a bare script of the same calls": "script of four",
        "(b) + (c)": "sum of four",
        "(a), of which processor": "processor of four",
        "(b) + (c), of which processor": "processor of sum of four",
        "a play with a task of (a)": "play of four",
        "the task of (a)": "task of four",
    }
    return _compared(names, {"(a) ≤ (b) + (c)": ("four", "sum of four")}, near, far)


def _compared(names, wanted, near, far):
    rows = [[name, near[key], far[key]] for name, key in names.items()]
    for name, (less, more) in wanted.items():
        rows.append([name, *(_yes(side[less].middle <= side[more].middle) for side in (near, far))])
    return [*_table(["", "as it is", "50 ms a call"], rows), ""]


def _parts(near, far):
    sides = [side["parts"][name] for name in ("one", "four") for side in (near, far)]
    rows = [[part, words, *(side[part] for side in sides)] for part, words in PARTS.items()]
    header = ["part", "what", "one region", "one, 50 ms a call", "four regions", "four, 50 ms a call"]
    return [*_table(header, rows), "", f"The process takes {near['memory'].most:.0f} MB at most.", ""]


def _calls(calls):
    names = {
        "our module, and the script": "one",
        "our module in four regions, and its script": "four",
        "community.aws": "theirs",
    }
    return [*_table(["who", "calls"], [[name, calls[key]] for name, key in names.items()]), ""]


def _clients(notes):
    made = {name: Counter(client[0] for client in one["clients"]) for name, one in notes.items()}
    rows = [
        ["round trips", *(round_trips(one["calls"]) for one in notes.values())],
        ["wanted at most", 2, 3],
        ["calls", *(len(one["calls"]) for one in notes.values())],
        ["botocore sessions", *(one["sessions"] for one in notes.values())],
        ["clients", *(", ".join(sorted(some)) for some in made.values())],
        [
            "clients made twice",
            *(", ".join(name for name, count in some.items() if count > 1) or "none" for some in made.values()),
        ],
    ]
    return [*_table(["", "one region", "four regions"], rows), ""]


def _roles(kinds):
    return [line for title, some in kinds.items() for line in _kind(title, some)]


def _kind(title, some):
    """Stacks that differ in their number of tables, or of regions: one column each."""
    names = dict.fromkeys(name for _stack, plays in some for play in plays for name in play.tasks)
    rows = [[name, *(_task(name, plays) for _stack, plays in some)] for name in names]
    rows.append(["**the whole play**", *(walls(play.sample for play in plays) for _stack, plays in some)])
    rows.append(["of which processor", *(processors(play.sample for play in plays) for _stack, plays in some)])
    rows.append(["wanted", *("" if stack.seconds is None else f"under {stack.seconds}" for stack, _plays in some)])
    rows.append(["**module starts**", *(sum(plays[0].starts.values()) for _stack, plays in some)])
    rows.append(["wanted at most", *(stack.starts for stack, _plays in some)])
    rows.append(["changed", *(", ".join(plays[-1].changed) or "nothing" for _stack, plays in some)])
    return [f"### {title}\n", *_table(["task", *(stack.title for stack, _plays in some)], rows), ""]


def _task(name, plays):
    seconds = [play.tasks[name] for play in plays if name in play.tasks]
    if not seconds:
        return ""
    starts = plays[0].starts.get(name)
    return f"{median(seconds):.2f}" + (f" ({starts})" if starts else "")


def _many(figures):
    header = ["tables", "process", "of which processor", "most memory, MB", "calls", "a play with the task", "latency"]
    rows = [
        [
            entry["number"],
            entry["process"],
            entry["processor"],
            f"{entry['memory'].most:.0f}",
            f"{entry['calls']}: {entry['names']}",
            entry["play"],
            latency,
        ]
        for latency, entries in (("none", figures["many"]), ("50 ms", figures["far many"]))
        for entry in entries
    ]
    loops = [[entry["number"], f"{entry['play']:.2f}"] for entry in figures["one by one"]]
    growth = _growth(figures["many"])
    return [
        *_table(header, rows),
        "",
        growth,
        "",
        "The same with a task for each table, in a loop, measured once:",
        "",
        *_table(["tables", "a play with the loop"], loops),
        "",
    ]


def _growth(entries):
    few, most = entries[-2], entries[-1]
    each = (most["process"].middle - few["process"].middle) / (most["number"] - few["number"])
    return f"From {few['number']} to {most['number']} tables, each further one costs {each * 1000:.1f} ms."


def _imports(ours, empty):
    """What our module imports beyond an empty one, and the slowest of everything."""
    known = {name for _own, name in empty}
    more = [(own, name) for own, name in ours if name not in known]
    mine = [(own, name) for own, name in more if "stackkit" in name]
    others = [(own, name) for own, name in more if "stackkit" not in name]
    count = [
        ["our module, all in all", len(ours), _total(ours)],
        ["an empty AnsibleAWSModule", len(empty), _total(empty)],
        ["of the collection", len(mine), _total(mine)],
        ["others", len(others), _total(others)],
    ]
    words = (
        "By `python -X importtime`, which itself slows things down. Ansible sends a module's files in a zip, so Python"
        " compiles those of Ansible, amazon.aws and the collection anew each time, and even twice: zipimport does it to"
        " find a file, and again to load it. botocore's are compiled already."
    )
    rows = [[name, f"{own / 1000:.1f}"] for own, name in ours[:20]]
    rest = [[name, f"{own / 1000:.1f}"] for own, name in others[:10]]
    return [
        words,
        "",
        *_table(["who", "modules", "ms"], count),
        "",
        *_table(["the slowest imports", "ms by itself"], rows),
        "",
        *_table(["the slowest that the empty one does without, and that are not ours", "ms by itself"], rest),
        "",
    ]


def _total(times):
    return f"{sum(own for own, _name in times) / 1000:.0f}"


def _yes(fact):
    return "yes" if fact else "**no**"


def _table(header, rows):
    line = "| {} |".format
    return [
        line(" | ".join(map(str, header))),
        "|" + "---|" * len(header),
        *(line(" | ".join(str(cell) for cell in row)) for row in rows),
    ]
