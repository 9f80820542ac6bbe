# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which scenarios can be played on an account of AWS, and what they create there at most."""

from __future__ import annotations

from dataclasses import dataclass

# Neither takes part: an update of TTL may take an hour to be applied, and these resources are not created.
OMITTED = {
    "ReplicaUpdates": "creates replicas in other Regions",
    "StreamArn": "needs a Kinesis data stream",
    "VectorIndexes": "creates vector indexes, whose price is not part of the estimate",
    "WarmThroughput": "increases warm throughput",
}
# Capacity units that a scenario may name in one call. More would be expensive if AWS accepted the call.
MAX_UNITS = 100
# USD per unit and hour in US East (N. Virginia), as third parties quoted https://aws.amazon.com/dynamodb/pricing/ in
# May 2025. AWS bills each started hour.
PRICES = {"ReadCapacityUnits": 0.00013, "WriteCapacityUnits": 0.00065}
PRICES_SOURCE = "https://aws.amazon.com/dynamodb/pricing/, US East (N. Virginia), quoted by third parties in May 2025"


@dataclass(frozen=True)
class Estimate:
    """tables, indexes: created at most, if AWS accepts every call. units: capacity units by member, an hour each."""

    scenarios: int
    tables: int
    indexes: int
    units: dict

    @property
    def dollars(self):
        return sum(PRICES[member] * number for member, number in self.units.items())

    def text(self):
        return (
            f"{self.scenarios} scenarios create at most {self.tables} tables, one after another, with {self.indexes}"
            f" global secondary indexes and without items.\nAn hour of their provisioned capacity"
            f" ({self.units['ReadCapacityUnits']} RCU, {self.units['WriteCapacityUnits']} WCU) costs"
            f" USD {self.dollars:.2f}, and empty on-demand tables cost nothing.\n(Prices: {PRICES_SOURCE};"
            " others differ. KMS requests of encrypted tables are not included.)"
        )


def estimate(scenarios):
    calls = [call for scenario in scenarios for call in _calls(scenario)]
    tables = sum(operation == "CreateTable" for operation, _params in calls)
    indexes = sum(_count_indexes(params) for _operation, params in calls)
    units = {member: sum(sum(_numbers(params, member)) for _operation, params in calls) for member in PRICES}
    return Estimate(len(scenarios), tables, indexes, units)


def reason(scenario):
    """Return why a scenario is omitted, or None."""
    if "ListTables" in operations(scenario) and scenario.show:
        return "lists the other tables of the account"
    if _waits_for_ttl(scenario):
        return "waits for an update of TTL, up to an hour"
    for _operation, params in _calls(scenario):
        for member, why in OMITTED.items():
            if _values(params, member):
                return why
        if any(number > MAX_UNITS for member in PRICES for number in _numbers(params, member)):
            return f"requests more than {MAX_UNITS} capacity units"
    return None


def operations(scenario):
    return {operation for operation, _params in _calls(scenario)}


def _waits_for_ttl(scenario):
    waited = scenario.setup[:-1] if scenario.immediate else scenario.setup
    waited = [*waited, scenario.call] if scenario.then else waited
    return any(operation == "UpdateTimeToLive" for operation, _params in waited)


def _calls(scenario):
    return [*scenario.setup, scenario.call, *([scenario.then] if scenario.then else [])]


def _count_indexes(params):
    created = [update for update in _list(params.get("GlobalSecondaryIndexUpdates")) if "Create" in update]
    return len(_list(params.get("GlobalSecondaryIndexes"))) + len(created)


def _list(value):
    return value if isinstance(value, list) else []


def _numbers(params, member):
    return [value for value in _values(params, member) if isinstance(value, int)]


def _values(value, member):
    """Return all values of a member, at any depth."""
    if isinstance(value, dict):
        own = [value[member]] if member in value else []
        return own + [found for part in value.values() for found in _values(part, member)]
    return [found for part in _list(value) for found in _values(part, member)]
