# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Scalable targets as values, read from options and from AWS. Shared by the aspects autoscaling and capacity."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from ...core import schedule

READ, WRITE = "read", "write"
TABLE = None  # the key of the table itself in dicts by index name

NAMESPACE = "dynamodb"
SERVICE = "application-autoscaling"
METRICS = {READ: "DynamoDBReadCapacityUtilization", WRITE: "DynamoDBWriteCapacityUtilization"}

MIN_UTILIZATION, MAX_UTILIZATION = 10, 90  # percent (R90)

_SCHEDULED_ACTION = dict(
    name=dict(type="str", required=True),
    schedule=dict(type="str", required=True),
    timezone=dict(type="str"),
    start_time=dict(type="str"),
    end_time=dict(type="str"),
    min_capacity=dict(type="int"),
    max_capacity=dict(type="int"),
)
MAX_POLICY_NAME = 256  # characters (R50)

# The spec of one scalable dimension: the read or the write capacity of the table or of an index.
DIMENSION = dict(
    type="dict",
    options=dict(
        min_capacity=dict(type="int", required=True),
        max_capacity=dict(type="int", required=True),
        target_value=dict(type="float", default=70.0),
        scale_in_cooldown=dict(type="int"),
        scale_out_cooldown=dict(type="int"),
        disable_scale_in=dict(type="bool"),
        scheduled_actions=dict(type="list", elements="dict", options=_SCHEDULED_ACTION),
    ),
)


@dataclass(frozen=True)
class Scheduled:
    """A scheduled action. Capacities: None if the action does not change that bound. Times are aware datetimes."""

    schedule: str
    timezone: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    min_capacity: int | None = None
    max_capacity: int | None = None

    def filled_from(self, other):
        """This action, with missing values from the other one, because AWS removes times that are not sent."""
        missing = {name: getattr(other, name) for name, value in vars(self).items() if value is None} if other else {}
        return replace(self, **missing)


@dataclass(frozen=True)
class Target:
    """A scalable target with its target tracking policy. Cooldowns are in seconds, target_value in percent.

    In a desired value, None is not declared. In a current one, target_value is None if there is no policy.
    scheduled: {name: Scheduled}. policy: the name of the policy, if it is not the one that the console uses (R50).
    """

    min_capacity: int
    max_capacity: int
    target_value: float | None = None
    scale_in_cooldown: int | None = None
    scale_out_cooldown: int | None = None
    disable_scale_in: bool | None = None
    scheduled: dict | None = None
    policy: str | None = None

    @property
    def tracking(self):
        """The settings of the target tracking policy."""
        return self.target_value, self.scale_in_cooldown, self.scale_out_cooldown, bool(self.disable_scale_in)

    def clamp(self, capacity):
        """The nearest capacity inside the bounds; the lower bound for None."""
        return min(max(capacity or self.min_capacity, self.min_capacity), self.max_capacity)


def check(path, options):
    """Yield (option path, problem) of one dimension's options."""
    if options is None:
        return
    low, high = options["min_capacity"], options["max_capacity"]
    if low < 1:
        yield f"{path}.min_capacity", f"is {low}; must be 1 or more"
    if high < low:
        yield f"{path}.max_capacity", f"is {high}; must be {low} or more, the min_capacity"
    if not MIN_UTILIZATION <= options["target_value"] <= MAX_UTILIZATION:
        words = f"is {options['target_value']:g}; must be {MIN_UTILIZATION} to {MAX_UTILIZATION} percent"
        yield f"{path}.target_value", words
    for cooldown in ("scale_in_cooldown", "scale_out_cooldown"):
        if options[cooldown] is not None and options[cooldown] < 0:
            yield f"{path}.{cooldown}", f"is {options[cooldown]}; must be 0 or more seconds"
    names = [action["name"] for action in options["scheduled_actions"] or []]
    for place, action in enumerate(options["scheduled_actions"] or []):
        yield from _check_scheduled(f"{path}.scheduled_actions[{place}]", action)
        if action["name"] in names[:place]:
            yield f"{path}.scheduled_actions[{place}].name", f"{action['name']} is listed twice"


def _check_scheduled(path, action):
    problem = schedule.problem(action["schedule"])
    if problem:
        yield f"{path}.schedule", problem
    low, high = action["min_capacity"], action["max_capacity"]
    if low is None and high is None:
        yield path, "requires min_capacity or max_capacity"
    if low is not None and high is not None and high < low:
        yield f"{path}.max_capacity", f"is {high}; must be {low} or more, the min_capacity"
    for option in ("start_time", "end_time"):
        if action[option] is not None and _time(action[option]) is None:
            yield f"{path}.{option}", f"is {action[option]!r}; must be a time such as 2026-12-24T18:00:00Z"


def declared(options):
    """Convert a dimension's options -> Target; None if it is omitted."""
    if options is None:
        return None
    actions = options["scheduled_actions"]
    return Target(
        options["min_capacity"],
        options["max_capacity"],
        options["target_value"],
        options["scale_in_cooldown"],
        options["scale_out_cooldown"],
        options["disable_scale_in"],
        None if actions is None else {action["name"]: _declared_action(action) for action in actions},
    )


def _declared_action(action):
    return Scheduled(
        action["schedule"],
        action["timezone"],
        _time(action["start_time"]),
        _time(action["end_time"]),
        action["min_capacity"],
        action["max_capacity"],
    )


def _time(text):
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def resource_id(table_name, index):
    return f"table/{table_name}" if index is TABLE else f"table/{table_name}/index/{index}"


def dimension(index, kind):
    return f"dynamodb:{'table' if index is TABLE else 'index'}:{kind.capitalize()}CapacityUnits"


def place_of(described):
    """(index name or TABLE, READ or WRITE) of anything that AWS describes by resource and dimension."""
    index = described["ResourceId"].partition("/index/")[2] or TABLE
    return index, READ if "Read" in described["ScalableDimension"] else WRITE


def policy_name(table_name, place):
    """The name that the console gives the policy (R50), shortened if it is longer than AWS allows."""
    index, kind = place
    name = f"{METRICS[kind]}:{resource_id(table_name, index)}"
    if len(name) <= MAX_POLICY_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{name[: MAX_POLICY_NAME - len(digest) - 1]}-{digest}"


def live(targets, policies, actions):
    """Convert AWS's descriptions -> {(index name or TABLE, READ or WRITE): Target}."""
    tracked = {}
    for policy in policies:
        configuration = policy.get("TargetTrackingScalingPolicyConfiguration", {})
        metric = configuration.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
        if metric == METRICS[place_of(policy)[1]]:
            tracked[place_of(policy)] = policy
    result = {}
    for target in targets:
        place = place_of(target)
        scheduled = {
            action["ScheduledActionName"]: _live_action(action) for action in actions if place_of(action) == place
        }
        result[place] = _live_target(target, tracked.get(place), scheduled)
    return result


def _live_target(target, policy, scheduled):
    bounds = target["MinCapacity"], target["MaxCapacity"]
    if policy is None:
        return Target(*bounds, scheduled=scheduled)
    configuration = policy["TargetTrackingScalingPolicyConfiguration"]
    default = policy_name(policy["ResourceId"].split("/")[1], place_of(policy))
    return Target(
        *bounds,
        configuration["TargetValue"],
        configuration.get("ScaleInCooldown"),
        configuration.get("ScaleOutCooldown"),
        configuration.get("DisableScaleIn", False),
        scheduled,
        None if policy["PolicyName"] == default else policy["PolicyName"],
    )


def _live_action(action):
    bounds = action.get("ScalableTargetAction", {})
    return Scheduled(
        action["Schedule"],
        action.get("Timezone"),
        action.get("StartTime"),
        action.get("EndTime"),
        bounds.get("MinCapacity"),
        bounds.get("MaxCapacity"),
    )


def declare(target):
    """Convert a Target to options."""
    options = {"min_capacity": target.min_capacity, "max_capacity": target.max_capacity}
    names = ("target_value", "scale_in_cooldown", "scale_out_cooldown")
    options.update({name: getattr(target, name) for name in names if getattr(target, name) is not None})
    if target.disable_scale_in:
        options["disable_scale_in"] = True
    if target.scheduled is not None:
        options["scheduled_actions"] = [
            {"name": name, **_declare_action(action)} for name, action in target.scheduled.items()
        ]
    return options


def _declare_action(action):
    options = {name: value for name, value in vars(action).items() if value is not None}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in options.items()}
