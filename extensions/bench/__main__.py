# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make bench: measure runs that change nothing. Print and write docs/performance.md."""

from __future__ import annotations

import json
import os
import sys
import time
from functools import partial

import boto3
from botocore.config import Config

from ..environment.simulated import REPO, simulator
from . import measure, modules, page, roles, tables
from .measure import Spread, processors, repeated, walls

PAGE = REPO / "docs/performance.md"
OURS = "stackkit.dynamodb.dynamodb_stackkit"
MANY = (1, 10, 60, 300, 1000)
FAR_MANY = (60, 1000)
ONE_BY_ONE = (10, 60)
RUNS = 5
LATENCY = 50
# Longer than any delay by a busy processor, so that only calls that wait for each other run one after another.
LONG_LATENCY = 1000


def main():
    started = time.monotonic()
    modules.CACHE.mkdir(parents=True, exist_ok=True)
    modules.fetch_community_aws()
    figures = {"load": os.getloadavg()[0]}
    with simulator() as aws:
        url = aws["AWS_ENDPOINT_URL"]
        step("creating the provisioned table in one Region and in four")
        programs = {"one": prepared(tables.OURS, aws), "four": prepared(tables.WITH_REPLICAS, aws)}
        programs["empty"] = modules.payload("empty_aws_module", {}, aws)
        programs["theirs"] = [modules.payload(module, arguments, aws) for module, arguments in tables.THEIRS]
        figures["calls"] = calls(programs, aws)
        figures["near"] = sides(programs, aws)
        figures["imports"] = modules.imports(programs["one"], aws)
        figures["imports of the empty one"] = modules.imports(programs["empty"], aws)
        step(f"creating {MANY[-1]} tables")
        create_small(aws)
        figures["many"] = [many(number, aws) for number in MANY]
        figures["one by one"] = [one_by_one(number, aws) for number in ONE_BY_ONE]
        figures["roles"] = {title: [(one, role(one, aws)) for one in some] for title, some in roles.STACKS.items()}
        measure.latency(url, LATENCY)
        figures["far"] = sides(programs, aws)
        figures["far many"] = [many(number, aws) for number in FAR_MANY]
        step("the round trips")
        measure.latency(url, LONG_LATENCY)
        figures["notes"] = {name: modules.marked(programs[name], aws)[1] for name in ("one", "four")}
    figures["load at the end"] = os.getloadavg()[0]
    modules.publish(page.write(figures, time.monotonic() - started), PAGE)


def prepared(arguments, aws):
    """Create the table; return the payload of a second task, which finds nothing to change."""
    modules.payload(OURS, arguments, aws)
    return modules.payload(OURS, arguments, aws)


def calls(programs, aws):
    """Return the calls of each module as text; write those of our module to a file for the bare script."""
    found = {}
    for name in ("one", "four"):
        sample, log = measure.calls_of(aws["AWS_ENDPOINT_URL"], partial(modules.start, programs[name], aws))
        unchanged(sample, "dynamodb_stackkit")
        found[name] = measure.counted(log)
        calls = [[call["service"], call["region"], call["operation"], call["params"]] for call in log]
        (modules.CACHE / f"calls-{name}.json").write_text(json.dumps(calls))
    samples, log = measure.calls_of(
        aws["AWS_ENDPOINT_URL"], lambda: [modules.start(program, aws) for program in programs["theirs"]]
    )
    for (module, _arguments), sample in zip(tables.THEIRS, samples, strict=True):
        unchanged(sample, module)
    return {**found, "theirs": measure.counted(log)}


def sides(programs, aws):
    """Measure our module in one Region and in four, an empty module, scripts with the same calls, and community.aws."""
    step("the processes")
    scripts = {
        name: [sys.executable, modules.HERE / "reads.py", modules.CACHE / f"calls-{name}.json"]
        for name in ("one", "four")
    }
    found = {name: [] for name in ("one", "four", "empty", "script", "script of four", "python", "theirs")}
    marks = {"one": [], "four": []}
    for turn in range(RUNS):  # run in turns, so that other load on the machine affects all of them alike
        found["empty"].append(modules.start(programs["empty"], aws))
        for name, script in (("one", "script"), ("four", "script of four")):
            found[name].append(modules.start(programs[name], aws))
            found[script].append(measure.run(scripts[name], aws))
            marks[name].append(modules.marked(programs[name], aws))
        found["python"].append(measure.run([sys.executable, "-c", "pass"], aws))
        if turn < 3:  # eight processes per run
            found["theirs"].append([modules.start(program, aws) for program in programs["theirs"]])
    theirs = found.pop("theirs")
    return {
        **{name: walls(samples) for name, samples in found.items()},
        "sum": walls(sums(found["empty"], found["script"])),
        "sum of four": walls(sums(found["empty"], found["script of four"])),
        "processor of one": processors(found["one"]),
        "processor of four": processors(found["four"]),
        "processor of sum": processors(sums(found["empty"], found["script"])),
        "processor of sum of four": processors(sums(found["empty"], found["script of four"])),
        "theirs": walls(sum(samples[1:], samples[0]) for samples in theirs),
        "parts": {name: page.parts(some) for name, some in marks.items()},
        "memory": Spread.of(sample.memory for sample in found["one"] + found["four"]),
        **plays(aws),
    }


def sums(some, others):
    return [one + other for one, other in zip(some, others, strict=True)]


def plays(aws):
    step("the plays")
    found = {"play": [], "play of one": [], "play of four": []}
    for _run in range(4):
        found["play"].append(modules.play([], aws, modules.CACHE))
        found["play of one"].append(modules.play([(OURS, tables.OURS)], aws, modules.CACHE))
        found["play of four"].append(modules.play([(OURS, tables.WITH_REPLICAS)], aws, modules.CACHE))
    theirs = repeated(2, lambda: modules.play(tables.THEIRS, aws, modules.CACHE))
    nothing = walls(found["play"]).median
    return {
        **{name: walls(samples) for name, samples in found.items()},
        "play of theirs": walls(theirs),
        "task of one": Spread.of(sample.wall - nothing for sample in found["play of one"]),
        "task of four": Spread.of(sample.wall - nothing for sample in found["play of four"]),
        "tasks of theirs": Spread.of(sample.wall - nothing for sample in theirs),
    }


def create_small(aws):
    client = boto3.client(
        "dynamodb",
        region_name=aws["AWS_REGION"],
        endpoint_url=aws["AWS_ENDPOINT_URL"],
        aws_access_key_id=aws["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=aws["AWS_SECRET_ACCESS_KEY"],
        config=Config(max_pool_connections=16),
    )
    tables.create_small(MANY[-1], client)


def many(number, aws):
    """Measure one task that manages this number of tables and changes nothing."""
    step(f"{number} tables in one task")
    arguments = {"tables": tables.small(number)}
    program = modules.payload(OURS, arguments, aws)
    first, log = measure.calls_of(aws["AWS_ENDPOINT_URL"], partial(modules.start, program, aws))
    unchanged(first, f"{number} tables")
    samples = [first, *repeated(2 if number < 1000 else 1, lambda: modules.start(program, aws))]
    plays = repeated(2 if number < 1000 else 1, lambda: modules.play([(OURS, arguments)], aws, program.parent))
    return {
        "number": number,
        "process": walls(samples),
        "processor": processors(samples),
        "memory": Spread.of(sample.memory for sample in samples),
        "calls": len(log),
        "names": measure.counted(log),
        "play": walls(plays),
    }


def one_by_one(number, aws):
    """Measure one task per table. Run it once: it takes long, and the result does not depend on a tenth of a second."""
    step(f"{number} tables, one task each")
    looped = {"loop": tables.small(number), "loop_control": {"label": "{{ item.name }}"}}
    arguments = {option: f"{{{{ item.{option} }}}}" for option in tables.small(1)[0]}
    return {"number": number, "play": modules.play([(OURS, arguments, looped)], aws, modules.CACHE).wall}


def role(stack, aws):
    step(f"the role: {stack.title}")
    return roles.unchanged_runs(stack, aws, 3 if stack.number == 1 else 2)


def unchanged(sample, what):
    answer = modules.result(sample)
    if answer.get("changed") or answer.get("failed"):
        raise measure.Failed(f"{what} changed or failed, but nothing should change: {json.dumps(answer)[:2000]}")


def step(text):
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
