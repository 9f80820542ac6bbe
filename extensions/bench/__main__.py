# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make bench: how long it takes to find that nothing is to be changed. It prints and writes docs/performance.md."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from functools import partial

import boto3
from botocore.config import Config

from ..environment.simulated import REPO, simulator
from . import measure, modules, page, tables
from .measure import Spread, repeated, walls

PAGE = REPO / "docs/performance.md"
OURS = "stackkit.dynamodb.dynamodb_stackkit"
MANY = (1, 10, 60, 300, 1000)
ONE_BY_ONE = (1, 10, 60)
RUNS = 5
LATENCY = 50


def main():
    started = time.monotonic()
    modules.CACHE.mkdir(parents=True, exist_ok=True)
    modules.fetch_community_aws()
    figures = {"load": os.getloadavg()[0]}
    with simulator() as aws:
        figures["sides"] = sides(aws)
        figures["imports"] = modules.imports(ours(aws), aws)
        figures["imports of the empty one"] = modules.imports(modules.payload("empty_aws_module", {}, aws), aws)
        make_small(aws)
        figures["many"] = [many(number, aws) for number in MANY]
        figures["one by one"] = [one_by_one(number, aws) for number in ONE_BY_ONE]
    with simulator("--latency-ms", str(LATENCY)) as aws:
        figures["far sides"] = sides(aws)
        make_small(aws)
        figures["far many"] = [many(number, aws) for number in (60, 1000)]
    figures["load at the end"] = os.getloadavg()[0]
    text = page.write(figures, time.monotonic() - started)
    print(text)
    PAGE.write_text(text, encoding="utf-8")
    for folder in modules.CACHE.glob("tmp*"):
        shutil.rmtree(folder)


def ours(aws):
    return modules.payload(OURS, tables.OURS, aws)


def sides(aws):
    """Our module, an empty one, a bare script and community.aws on the advanced table, with nothing to change."""
    url = aws["AWS_ENDPOINT_URL"]
    step("the advanced table")
    # Twice: the first makes the table, and what is measured finds it as it should be.
    ours(aws)
    ours_program = ours(aws)
    empty_program = modules.payload("empty_aws_module", {}, aws)
    first, log = measure.calls_of(url, partial(modules.start, ours_program, aws))
    unchanged(first, "dynamodb_stackkit")
    calls = modules.CACHE / "calls.json"
    calls.write_text(json.dumps([[c["service"], c["region"], c["operation"], c["params"]] for c in log]))
    their_programs = [modules.payload(module, arguments, aws) for module, arguments in tables.THEIRS]
    their_firsts, their_log = measure.calls_of(url, lambda: [modules.start(p, aws) for p in their_programs])
    for (module, _arguments), sample in zip(tables.THEIRS, their_firsts, strict=True):
        unchanged(sample, module)
    script = [sys.executable, modules.HERE / "reads.py", calls]
    step("the processes")
    found = {"ours": [], "empty": [], "script": [], "theirs": [], "python": [], "marks": []}
    for _run in range(RUNS):  # in turns, so that whatever else the machine does falls on all of them
        found["ours"].append(modules.start(ours_program, aws))
        found["empty"].append(modules.start(empty_program, aws))
        found["script"].append(measure.run(script, aws))
        found["theirs"].append([modules.start(program, aws) for program in their_programs])
        found["python"].append(measure.run([sys.executable, "-c", "pass"], aws))
        found["marks"].append(modules.marked(ours_program, aws))
    step("the plays")
    nothing = repeated(3, lambda: modules.play([], aws, ours_program.parent))
    task = repeated(3, lambda: modules.play([(OURS, tables.OURS)], aws, ours_program.parent))
    their_tasks = repeated(3, lambda: modules.play(tables.THEIRS, aws, ours_program.parent))
    return {
        "ours": walls(found["ours"]),
        "empty": walls(found["empty"]),
        "script": walls(found["script"]),
        "sum": Spread.of(e.wall + s.wall for e, s in zip(found["empty"], found["script"], strict=True)),
        "theirs": Spread.of(sum(sample.wall for sample in samples) for samples in found["theirs"]),
        "their parts": [walls(samples[n] for samples in found["theirs"]) for n in range(len(tables.THEIRS))],
        "python": walls(found["python"]),
        "parts": page.parts(found["marks"]),
        "notes": found["marks"][0][1],
        "calls": measure.counted(log),
        "their calls": measure.counted(their_log),
        "memory": Spread.of(sample.memory for sample in found["ours"]),
        "nothing": walls(nothing),
        "task": walls(task),
        "their tasks": walls(their_tasks),
    }


def make_small(aws):
    step(f"making {MANY[-1]} tables")
    client = boto3.client(
        "dynamodb",
        region_name=aws["AWS_REGION"],
        endpoint_url=aws["AWS_ENDPOINT_URL"],
        aws_access_key_id=aws["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=aws["AWS_SECRET_ACCESS_KEY"],
        config=Config(max_pool_connections=16),
    )
    tables.make_small(MANY[-1], client)


def many(number, aws):
    """So many tables in one task, with nothing to change."""
    step(f"{number} tables in one task")
    arguments = {"tables": tables.small(number)}
    program = modules.payload(OURS, arguments, aws)
    first, log = measure.calls_of(aws["AWS_ENDPOINT_URL"], partial(modules.start, program, aws))
    unchanged(first, f"{number} tables")
    samples = repeated(3 if number < 1000 else 2, lambda: modules.start(program, aws))
    plays = repeated(2, lambda: modules.play([(OURS, arguments)], aws, program.parent))
    return {
        "number": number,
        "process": walls([first, *samples]),
        "processor": Spread.of(sample.processor for sample in [first, *samples]),
        "memory": Spread.of(sample.memory for sample in [first, *samples]),
        "calls": len(log),
        "names": measure.counted(log),
        "play": walls(plays),
    }


def one_by_one(number, aws):
    """A task for each of so many tables."""
    step(f"{number} tables, one task each")
    looped = {"loop": tables.small(number), "loop_control": {"label": "{{ item.name }}"}}
    arguments = {option: f"{{{{ item.{option} }}}}" for option in tables.small(1)[0]}
    folder = modules.CACHE
    samples = repeated(2 if number < 60 else 1, lambda: modules.play([(OURS, arguments, looped)], aws, folder))
    return {"number": number, "play": walls(samples)}


def unchanged(sample, what):
    answer = modules.result(sample)
    if answer.get("changed") or answer.get("failed"):
        raise measure.Failed(f"{what} should have found nothing to change: {json.dumps(answer)[:2000]}")


def step(words):
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
