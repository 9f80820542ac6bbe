# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning a set of alarms: from the desired and the current state to Changes. Pure."""

from __future__ import annotations

import json

from ..core import diff, tagging
from ..core.change import CREATE, DELETE, UPDATE, Change, PlanError, PlanWarning
from . import alarm as alarm_module

MOST_DELETED = 100  # per call (R85)


def plan(plan, want, have, *, region):
    """Fill a Plan. want: the set's options with `place`, its index in `sets`. have: a read.Seen."""
    steps = _absent if want["state"] == "absent" else _present
    plan.add(steps(want, have, region))
    plan.before, plan.after = _declarations(want, have)


def unlisted(want, have):
    """The names of metric alarms of the set that exist, are not declared, and are not changed."""
    if want["state"] == "absent" or want["alarms"] is None or want["purge_alarms"]:
        return []
    return _extra(want, have)


def _extra(want, have):
    listed = {alarm["name"] for alarm in want["alarms"] or []}
    return sorted(name for name in have.alarms if name not in listed)


def removed(want, have):
    """The names of the set's alarms that are to be deleted."""
    if want["state"] == "absent":
        return sorted(name for name in have.alarms if want["names"] is None or name in want["names"])
    return _extra(want, have) if want["alarms"] is not None and want["purge_alarms"] else []


def _present(want, have, region):
    for number, alarm in enumerate(want["alarms"] or []):
        path = f"sets[{want['place']}].alarms[{number}]"
        if alarm["name"] in have.composites:
            yield PlanError(f"{path}.name", f"{alarm['name']} is the name of a composite alarm")
        elif alarm["name"] in have.alarms:
            yield from _change(alarm, want, have, region, path)
        else:
            yield _create(alarm, want, region, path)
    if want["alarms"] is not None and want["purge_alarms"]:
        yield from _delete(want, have, region, f"sets[{want['place']}].purge_alarms")
    if want["dashboard"] is not None:
        yield from _dashboard(want, have, region)


def _absent(want, have, region):
    path = f"sets[{want['place']}].state"
    yield from _delete(want, have, region, path)
    if want["dashboard"] is not None and have.dashboard is not None:
        name = want["dashboard"]["name"]
        words, params = f"delete dashboard {name}", dict(DashboardNames=[name])
        yield _call(_dashboard_key(name), DELETE, words, region, "delete_dashboards", path, **params)


def _create(alarm, want, region, path):
    params = alarm_module.wanted(alarm)
    action = f"create alarm {alarm['name']}"
    if want["tags"]:
        params["Tags"] = tagging.pairs(want["tags"])
        action += f", tagged with {tagging.words(want['tags'])}"
    return _call(_key(alarm["name"]), CREATE, action, region, "put_metric_alarm", path, **params)


def _change(alarm, want, have, region, path):
    name = alarm["name"]
    live = have.alarms[name]
    final = alarm_module.complete(alarm_module.wanted(alarm), live)
    before, after = alarm_module.declare(live), alarm_module.declare(final)
    differing = [option for option in {**before, **after} if before.get(option) != after.get(option)]
    if after["datapoints_to_alarm"] > after["evaluation_periods"]:
        problem = f"is {after['datapoints_to_alarm']}, more than the declared evaluation_periods; declare both"
        yield PlanError(f"{path}.datapoints_to_alarm", problem)
    elif differing:
        words = f"change {', '.join(differing)} of alarm {name}"
        yield _call(_key(name), UPDATE, words, region, "put_metric_alarm", path, **final)
    if want["tags"] is not None:
        yield from _tags(name, want, have, region)


def _tags(name, want, have, region):
    path = f"sets[{want['place']}].tags"
    arn, live = have.facts[name]["AlarmArn"], have.tags.get(name, {})
    ways = dict(remove=("untag_resource", "TagKeys"), add=("tag_resource", "Tags"))
    for kind, action, method, params in tagging.calls(live, want["tags"], f"alarm {name}", **ways):
        yield _call(f"{_key(name)}.tags", kind, action, region, method, path, ResourceARN=arn, **params)


def _delete(want, have, region, path):
    names = removed(want, have)
    for name in names:
        users = sorted(composite for composite, used in have.used.items() if name in used)
        if users:
            words = f"alarm {name} cannot be deleted, because the composite alarm {users[0]} uses it"
            yield PlanError(path, f"{words}: change the composite alarm's rule first")
    for start in range(0, len(names), MOST_DELETED):
        batch = names[start : start + MOST_DELETED]
        words = f"delete alarm{'s' if len(batch) > 1 else ''} {', '.join(batch)}"
        yield _call(_key(", ".join(batch)), DELETE, words, region, "delete_alarms", path, AlarmNames=batch)
    for name in sorted(have.composites if want["names"] is None else []):
        yield PlanWarning(f"{want['prefix']}: composite alarm {name} is not deleted: composite alarms are not managed")


def _dashboard(want, have, region):
    name, body = want["dashboard"]["name"], want["dashboard"]["body"]
    if have.dashboard == json.loads(body):
        return
    words = f"{'create' if have.dashboard is None else 'change'} dashboard {name}"
    path = f"sets[{want['place']}].dashboard"
    kind = CREATE if have.dashboard is None else UPDATE
    params = dict(DashboardName=name, DashboardBody=body)
    yield _call(_dashboard_key(name), kind, words, region, "put_dashboard", path, **params)


def _call(key, kind, action, region, method, path, **params):
    return Change(key, kind, action, region, "cloudwatch", method, params, path)


def _key(name):
    return f"alarms[{name}]"


def _dashboard_key(name):
    return f"dashboards[{name}]"


def _declarations(want, have):
    """The current and the desired options that differ."""
    if want["state"] == "absent":
        before = {"alarms": removed(want, have), "dashboard": want["dashboard"] and have.dashboard}
        return {name: value for name, value in before.items() if value}, {}
    before, after = {"alarms": []}, {"alarms": []}
    for alarm in want["alarms"] or []:
        live = have.alarms.get(alarm["name"])
        tags = {} if want["tags"] is None else {"tags": want["tags"]}
        final = alarm_module.declare(alarm_module.complete(alarm_module.wanted(alarm), live or {}))
        after["alarms"].append({**final, **tags})
        if live is not None:
            tags = {} if want["tags"] is None else {"tags": have.tags.get(alarm["name"], {})}
            before["alarms"].append({**alarm_module.declare(live), **tags})
    before["alarms"] += [alarm_module.declare(have.alarms[name]) for name in removed(want, have)]
    if want["dashboard"] is not None:
        before["dashboard"], after["dashboard"] = have.dashboard, json.loads(want["dashboard"]["body"])
    return diff.differing(before, after)
