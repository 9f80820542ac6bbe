# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A walk of one table on a simulator, and what must hold at each step. An AssertionError is a fault."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from unittest import mock

import botocore.endpoint
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.calls import is_write
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.errors import AwsError
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.keys import MANAGED, managed_key_arn
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.rates import RATES, Throttled
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import aws_errors, errors
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import UNKNOWN
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.settle import KNOWN_ERRORS
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import expectations
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.aws_state import ACCOUNT, AwsState, differences
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.option_space import HOME, OTHERS
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import Pauses, called, faults, run, unlimited
from botocore import xform_name

NAME = "orders"
REGIONS = (HOME, *OTHERS)
DAY = 24 * 3600
RATE_LIMITS_END = 31 * DAY
SCALED = 300  # seconds until auto scaling has moved capacities into their bounds
# One simulator for all walks of a process, because creating its clients takes longer than a walk.
SIMULATOR = Simulator(clock=VirtualClock())
HANDLE = SIMULATOR.dispatcher.handle
# A tenth of the rates of DynamoDB, so that a walk of one table is throttled although the client paces its calls.
SLOW = {"dynamodb": tuple(rate._replace(per_second=rate.per_second / 10, burst=1) for rate in RATES["dynamodb"])}


def _read(*call):
    """Read the state without rates: the tests are not another caller in the account."""
    with unlimited(SIMULATOR):
        return HANDLE(*call)


@dataclass
class Sent:
    """A writing call, its AwsError or None, and what AWS showed in its Region before it."""

    service: str
    operation: str
    region: str
    params: dict
    before: dict
    error: AwsError | None = None


class Walk:
    """The table, and another one that no task declares. throttled: whether AWS accepts only the calls of SLOW."""

    def __init__(self, throttled=False):
        self.simulator = SIMULATOR
        SIMULATOR.clock = VirtualClock()
        SIMULATOR.limit("aws" if throttled else "none")
        SIMULATOR.reset()
        SIMULATOR.dispatcher.handle = self._handle
        self.patches = [
            mock.patch.object(botocore.endpoint, "time", Pauses(SIMULATOR)),
            mock.patch.dict(RATES, SLOW),
        ]
        for patch in self.patches:
            patch.start()
        self.sent, self.keys, self.options = [], {}, None
        self.state = AwsState(_read, REGIONS, NAME)
        self.other = AwsState(_read, REGIONS, "other")
        other = {"name": "other", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}], "tags": {"a": "1"}}
        run(SIMULATOR, **other, replicas=[{"region": OTHERS[0]}])
        SIMULATOR.clock.sleep(2 * DAY)
        self.others = self.other.read()

    def _handle(self, service, operation, region, account, params, *caller):
        if not is_write(operation):
            return HANDLE(service, operation, region, account, params, *caller)
        sent = Sent(service, operation, region, params, self.state.in_region(region))
        self.sent.append(sent)
        try:
            return HANDLE(service, operation, region, account, params, *caller)
        except Throttled:  # the client sends it again
            self.sent.remove(sent)
            raise
        except AwsError as error:
            sent.error = error
            raise

    # Steps -----------------------------------------------------------------------------------------------------------

    def declare(self, options):
        """Run a task in check mode, for real, and again."""
        soak.count("steps")
        options = self.with_keys({"name": NAME, **options})
        if faults(**options):
            soak.count("invalid declarations")
            return
        before = self.state.read()
        options = uncontested(options, before)
        predicted = self._checked(options)
        result = self._run(options)
        if "msg" in result:
            self._assert_nothing_changed(result, predicted, before, self.state.read())
            soak.count("declarations rejected by the plan")
            return
        soak.count("declarations applied")
        soak.count("changes", len(result["actions"]))
        self._assert_predicted(predicted, result)
        self._assert_only_expected_errors()
        after = self.state.read()
        self._assert_each_write_changed_something(after)
        self.options = options = uncontested(options, after)
        self._again(options, result)
        SIMULATOR.clock.sleep(SCALED)
        after = self.state.read()
        self._assert_met(options, after, result["pending"])
        assert_undeclared_unchanged(options, before, after)
        if "state" in options and not result["pending"]:
            assert not any(after[region]["scaling"] for region in REGIONS if before[region]["table"])
        assert_same(self.others, self.other.read())

    def settle(self):
        """After all rate limits, the last task completes what was pending, and then changes nothing."""
        if self.options is None:
            return
        for _attempt in range(4):
            SIMULATOR.clock.sleep(RATE_LIMITS_END)
            result = self._run(self.options)
            assert "msg" not in result, result["msg"]
            self._assert_only_expected_errors()
            self.options = uncontested(self.options, self.state.read())
            if not result["pending"]:
                break
        assert not result["pending"], result["pending"]
        SIMULATOR.clock.sleep(SCALED)
        self._assert_met(self.options, self.state.read(), ())
        self._assert_unchanged(self._run(self.options))

    def scale(self, index, read, write):
        with suppress(ValueError):  # the table has no scaling policy
            SIMULATOR.autoscale(NAME, index, read=read, write=write)

    def end(self):
        """Complete what is pending, and remove the table with everything of it."""
        try:
            self.settle()
            self.options = {"name": NAME, "state": "absent", "force_delete": True}
            self.settle()
        finally:
            self.stop()

    def stop(self):
        SIMULATOR.dispatcher.handle = HANDLE
        for patch in self.patches:
            patch.stop()

    # What must hold --------------------------------------------------------------------------------------------------

    def _run(self, options, **more):
        self.sent.clear()
        return run(SIMULATOR, **options, **more)

    def _checked(self, options):
        predicted = self._run(options, check_mode=True)
        assert not self.sent, f"check mode has sent {self.sent}"
        return predicted

    def _assert_nothing_changed(self, result, predicted, before, after):
        assert not self.sent, f"{[sent.operation for sent in self.sent]} before: {result['msg']}"
        assert result["problems"], f"no plan error: {result['msg']}"
        assert (result["msg"], result["changed"], result["actions"]) == (predicted["msg"], False, [])
        assert_same(before, after)

    def _assert_predicted(self, predicted, result):
        """Check mode returns the changes of the run; those that were not deferred are the calls that AWS accepted."""
        assert "msg" not in predicted, predicted["msg"]
        for one, other in zip_longest(predicted["planned"], result["planned"]):
            same = one and other and one.identity == other.identity and one.action == other.action
            assert same and one.region == other.region, f"predicted {one}, planned {other}"
            assert UNKNOWN in one.params.values() or one.params == other.params, f"predicted {one}, planned {other}"
        unsent = []
        for region in REGIONS:
            made = [(sent.operation, sent.params) for sent in self.sent if sent.region == region and not sent.error]
            planned = [called(timestamps(change)) for change in result["planned"] if change.region == region]
            if not result["pending"]:
                assert made == planned, f"{region}: {made}, planned {planned}"
            else:
                assert is_subsequence(made, planned), f"{region}: {made}, planned {planned}"
            changes = [change for change in result["planned"] if change.region == region]
            unsent += [(region, change.key) for change, call in zip(changes, planned, strict=True) if call not in made]
        assert len(result["planned"]) == len(result["actions"]) + len(unsent), unsent
        assert len(result["pending"]) == len(set(unsent)), unsent  # one for both halves of a replacement
        if not result["pending"]:
            assert_same(*(without_notes(one["differences"]) for one in (predicted, result)))

    def _assert_only_expected_errors(self):
        """AWS rejects a call only for a rate limit, or because another operation is in progress."""
        for sent in self.sent:
            if sent.error:
                error = errors.AwsError("", sent.region, sent.error.code, sent.error.message)
                kinds = (aws_errors.DEFER, aws_errors.RETRY)
                known = [aws_errors.find(KNOWN_ERRORS, kind, xform_name(sent.operation), error) for kind in kinds]
                assert any(known), f"{sent.operation} {sent.params}: {sent.error.message}"
                soak.count("rate limits" if known[0] else "retries")

    def _assert_each_write_changed_something(self, after):
        for place, sent in enumerate(self.sent):
            if sent.error:
                continue
            later = [one for one in self.sent[place + 1 :] if one.region == sent.region]
            if sent.service == "dynamodb":  # the run waits until it is settled before the next call
                later = [one for one in later if one.service == sent.service]
            before, now = sent.before, later[0].before if later else after[sent.region]
            if sent.operation == "UpdateKinesisStreamingDestination":  # meanwhile it shows the old precision (R71)
                before, now = before["kinesis"], after[sent.region]["kinesis"]
            assert differences(before, now), f"{sent.operation} {sent.params} changed nothing"

    def _assert_met(self, options, seen, pending):
        paths = {entry["path"] for entry in pending}
        if "replicas" in paths:  # one call adds strongly consistent replicas and sets these
            paths |= {"multi_region_consistency", "witness_region"}
        wrong = [one for one in expectations.unmet(options, seen, self.key_arn) if not one[0].startswith(tuple(paths))]
        assert not wrong or ("state" in options and pending), wrong  # a removal may take more than one run
        if pending:
            soak.count("runs with pending changes")

    def _again(self, options, first):
        """The second run changes nothing, except for what was pending."""
        second = self._run(options)
        if first["pending"]:
            waiting = {change.identity for change in first["planned"]}
            assert "msg" not in second, second["msg"]
            assert {change.identity for change in second["planned"]} <= waiting
            self._assert_only_expected_errors()
        else:
            self._assert_unchanged(second)

    def _assert_unchanged(self, result):
        assert "msg" not in result, result["msg"]
        assert not result["changed"] and not result["pending"], (result["actions"], result["pending"])
        assert (result["differences"], result["diff"]) == ([], {})
        assert not self.sent, self.sent

    # Keys of KMS -----------------------------------------------------------------------------------------------------

    def with_keys(self, options):
        """The options with KEY1 and KEY2 as ARNs. Without any key in the options, the walk needs no KMS."""
        options = dict(options)
        encryption = options.get("server_side_encryption")
        if encryption and encryption.get("kms_key_id"):
            key = self._named(HOME, encryption["kms_key_id"])
            options["server_side_encryption"] = {**encryption, "kms_key_id": key}
        if options.get("replicas"):
            options["replicas"] = [
                {**entry, "kms_key_id": self._named(entry["region"], entry["kms_key_id"])}
                if entry.get("kms_key_id")
                else entry
                for entry in options["replicas"]
            ]
        return options

    def _named(self, region, key):
        if not self.keys:
            for one in REGIONS:
                kms = SIMULATOR.client("kms", one)
                for alias, name in (("alias/one", "KEY1"), ("alias/two", "KEY2")):
                    arn = kms.create_key()["KeyMetadata"]["Arn"]
                    kms.create_alias(AliasName=alias, TargetKeyId=arn)
                    self.keys[one, alias] = self.keys[one, name] = arn
        return self.keys.get((region, key), key) if key.startswith("KEY") else key

    def key_arn(self, region, key):
        if key == MANAGED:
            return managed_key_arn(ACCOUNT, region)
        return self.keys.get((region, key), key)


def uncontested(options, seen):
    """The options without the capacities that auto scaling moves, such as the one that AWS adds to an index (R39)."""
    for place in expectations.contested(options, seen):
        options = without_capacity(options, *place)
    return options


def without_capacity(options, region, index, option):
    """The options of a task without one capacity of a Region."""
    if region != HOME:
        entries = [
            without_capacity(entry, HOME, index, option) if entry["region"] == region else entry
            for entry in options["replicas"]
        ]
        return {**options, "replicas": entries}
    if index:
        entries = [
            without_capacity(entry, HOME, "", option) if entry["name"] == index else entry
            for entry in options["global_secondary_indexes"]
        ]
        return {**options, "global_secondary_indexes": entries}
    return {name: value for name, value in options.items() if name != option}


def timestamps(change):
    """A Change with its times as the simulator gets them."""
    times = {name: value.timestamp() for name, value in change.params.items() if isinstance(value, datetime)}
    return replace(change, params={**change.params, **times})


def without_notes(differences):
    """Only check mode has notes, about rate limits that may apply."""
    return {name: part for one in differences for name, part in one.items() if name != "notes"}


def assert_same(before, after):
    found = differences(before, after)
    assert not found, found


def is_subsequence(calls, all_calls):
    remaining = iter(all_calls)
    return all(call in remaining for call in calls)


# Parts of a reading, and members of DescribeTable: the options that may change them.
PARTS = {
    "ttl": ["ttl"],
    "recovery": ["point_in_time_recovery"],
    "insights": ["contributor_insights", "global_secondary_indexes"],
    "kinesis": ["kinesis_stream"],
    "policy": ["resource_policy"],
    "tags": ["tags"],
    "scaling": ["autoscaling", "global_secondary_indexes", "billing_mode", "replicas"],
}
MEMBERS = {
    "StreamSpecification": ["stream", "replicas"],
    "SSEDescription": ["server_side_encryption"],
    "TableClassSummary": ["table_class"],
    "DeletionProtectionEnabled": ["deletion_protection"],
    "DisassociationProtectionEnabled": ["disassociation_protection", "replicas"],
    "BillingModeSummary": ["billing_mode", "read_capacity", "write_capacity", "autoscaling"],
    "OnDemandThroughput": ["on_demand_throughput", "billing_mode"],
    "GlobalSecondaryIndexes": ["global_secondary_indexes", "billing_mode", "autoscaling"],
    "LocalSecondaryIndexes": ["local_secondary_indexes"],
    "VectorIndexes": ["vector_indexes"],
    "Replicas": ["replicas"],
    "MultiRegionConsistency": ["replicas"],
    "KeySchema": [],
    "TableId": [],
}
# What a replica has from the table or from AWS, whatever the task declares for the replica.
SYNCHRONIZED = ("ttl", "scaling", "insights")


def assert_undeclared_unchanged(options, before, after):
    """A table that exists before and after is the same table, with the same undeclared settings, in each Region."""
    entries = {entry["region"]: entry for entry in options.get("replicas") or []}
    for region in REGIONS:
        had, has = before[region], after[region]
        if not (had["table"] and has["table"]) or "state" in options:
            continue
        if region != HOME and had["table"]["CreationDateTime"] != has["table"]["CreationDateTime"]:
            continue  # the task has re-created the replica
        own = options if region == HOME else {**inherited(options), **entries[region]} if region in entries else {}
        for part, names in PARTS.items():
            if region != HOME and part in SYNCHRONIZED:
                continue
            assert declares(own, names) or had[part] == has[part], (region, part, had[part], has[part])
        for member, names in MEMBERS.items() if region == HOME else ():
            was, now = (part["table"].get(member) for part in (had, has))
            if member == "Replicas":  # what AWS synchronizes to a replica changes
                was, now = ([one["RegionName"] for one in part or ()] for part in (was, now))
            if member == "GlobalSecondaryIndexes":
                was, now = (without_scaled(had, indexes) for indexes in (was, now))
            assert declares(own, names) or was == now, (region, member, was, now)


def without_scaled(seen, indexes):
    """The indexes without the throughput that auto scaling may be changing."""
    found = []
    for index in indexes or ():
        kinds = tuple(kind for kind in ("Read", "Write") if expectations.bounds_of(seen, index["IndexName"], kind))
        for member in ("ProvisionedThroughput", "WarmThroughput"):
            units = {name: value for name, value in index.get(member, {}).items() if not name.startswith(kinds)}
            index = {**index, member: units}
        found.append(index)
    return found


def declares(options, names):
    return any(options.get(name) is not None for name in names)


def inherited(options):
    return {name: options.get(name) for name in expectations.INHERITED}
