# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""At what times calls are sent, on a virtual clock: against AWS's limits, and with others in the same account."""

from __future__ import annotations

import heapq
import json
import random
import re
from itertools import count, pairwise
from types import SimpleNamespace

import botocore.endpoint
import botocore.session
import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import pace, rates
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws, client_maker
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError, Interrupted
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.pace import Bucket, Pace
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.progress import Progress
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.wait import Deadline
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, Clock
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO
from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session

KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
BACKUPS = "DescribeContinuousBackups"


class AwsLimit:
    """The token bucket of AWS."""

    def __init__(self, per_second):
        self.per_second = self.level = per_second
        self.at = float("-inf")

    def accepts(self, now):
        self.level, self.at = min(self.per_second, self.level + (now - self.at) * self.per_second), now
        if self.level < 1 - 1e-6:  # of a thousand fractions
            return False
        self.level -= 1
        return True


class Endpoint:
    """AWS on a virtual clock, for clients of the module: the times of the calls, and those that it throttled."""

    def __init__(self, monkeypatch, per_second=10, share=0.8, interruption=None, report=None, before=0):
        self.clock, self.limit = VirtualClock(0.0), AwsLimit(per_second)
        self.sent, self.throttled = [], []
        for _call in range(before):
            self.limit.accepts(0.0)
        clock = Clock(self.clock)
        monkeypatch.setattr(URLLib3Session, "send", self._answer)
        monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=self.clock.sleep))
        self.interruption = interruption or Interruption()
        told = Progress(clock, report=report) if report else None
        more = {"report": told.pacing} if told else {}
        self.pace = Pace(share, self.interruption, clock, jitter=lambda: 0.5, **more)
        self.aws = Aws(client_maker(REGION, None, KEYS, self.interruption, self.pace), clock, self.interruption)

    def _answer(self, _request):
        self.sent.append(self.clock.now())
        if self.limit.accepts(self.clock.now()):
            return AWSResponse("", 200, {}, _Body(b"{}"))
        self.throttled.append(self.clock.now())
        return AWSResponse("", 400, {}, _Body(json.dumps({"__type": "x#ThrottlingException"}).encode()))

    def call(self, count, method="describe_continuous_backups", region=REGION, service="dynamodb", **params):
        for _call in range(count):
            self.aws.call(service, region, method, action="read it", **(params or {"TableName": "orders"}))


class _Body:
    def __init__(self, content):
        self.content = content

    def stream(self):
        yield self.content


# One bucket ----------------------------------------------------------------------------------------------------------


def times(bucket, count, now=0.0):
    return [bucket.reserve(now) for _call in range(count)]


def test_a_bucket_is_full_at_the_start_and_then_gives_its_rate():
    assert times(Bucket(8, 8), 11) == [0.0] * 8 + [pytest.approx(n / 8) for n in (1, 2, 3)]


def test_a_bucket_is_full_again_after_a_pause():
    bucket = Bucket(8, 8)
    times(bucket, 16)
    assert times(bucket, 9, now=100.0) == [100.0] * 8 + [pytest.approx(100.125)]


def test_a_bucket_of_less_than_one_call_sends_one():
    assert times(Bucket(0.24, 0.24), 2) == [0.0, pytest.approx(1 / 0.24)]


def test_a_throttled_call_lowers_the_rate_and_calm_raises_it():
    bucket = Bucket(8, 8)
    bucket.slow_down(10.0, 0)
    assert bucket.rate(10.0) == pytest.approx(5.6)
    assert bucket.rate(20.0) == pytest.approx(6.0)
    assert bucket.rate(1000.0) == 8
    assert bucket.reserve(10.0) == pytest.approx(10.0)
    assert bucket.reserve(10.0) == pytest.approx(10 + 1 / 5.6)


def test_calls_that_are_throttled_within_a_second_lower_the_rate_once():
    bucket = Bucket(8, 8)
    for now in (10.0, 10.1, 10.9):
        bucket.slow_down(now, 0)
    assert bucket.rate(10.9) == pytest.approx(5.6, abs=0.05)


def test_the_lowest_rate_is_a_tenth():
    bucket = Bucket(8, 8)
    for now in range(100):
        bucket.slow_down(float(now), 0)
    assert bucket.rate(99.0) == pytest.approx(0.8)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 1.0])
def test_no_call_of_a_share_is_throttled(share):
    limit, bucket = AwsLimit(10), Bucket(10 * share, 10 * share)
    assert all(limit.accepts(now + 1e-6) for now in times(bucket, 500))


class RunsAtOnce:
    """Runs with sixteen threads each that make calls of one operation in one account."""

    THREADS, LATENCY = 16, 0.03

    def __init__(self, per_second, calls, runs):
        self.random, self.limit = random.Random(1), AwsLimit(per_second)
        self.buckets = [Bucket(per_second * 0.8, per_second * 0.8) for _run in range(runs)]
        self.remaining, self.ends = [calls - self.THREADS] * runs, [0.0] * runs
        self.sent = self.throttled = 0
        self.attempts, self.order = [], count()
        for run in range(runs):
            for _thread in range(self.THREADS):
                self.reserve(run, 0.0, attempt=1)
        while self.attempts:
            self.next_attempt(*heapq.heappop(self.attempts))

    def reserve(self, run, now, attempt):
        bucket = self.buckets[run]
        heapq.heappush(self.attempts, (bucket.reserve(now), next(self.order), run, attempt, bucket.slowed))

    def next_attempt(self, now, _order, run, attempt, slowed):
        if self.buckets[run].slowed > slowed:
            self.reserve(run, now, attempt)
            return
        self.sent += 1
        if not self.limit.accepts(now):
            self.throttled += 1
            assert attempt < 10, "botocore gives up"
            self.buckets[run].slow_down(now + self.LATENCY, self.random.random())
            self.reserve(run, now + self.LATENCY + 0.05 * 2 ** (attempt - 1), attempt + 1)
            return
        self.ends[run] = now
        if self.remaining[run]:
            self.remaining[run] -= 1
            self.reserve(run, now + self.LATENCY, attempt=1)


@pytest.mark.parametrize(("runs", "most"), [(1, 0), (2, 0.01), (3, 0.02)])
def test_runs_at_once_end_with_few_throttled_calls(runs, most):
    found = RunsAtOnce(per_second=10, calls=1000, runs=runs)
    assert found.throttled <= most * found.sent
    assert max(found.ends) < 1.15 * max(1000 / 8, runs * 1000 / 10)
    assert min(found.ends) > 0.7 * max(found.ends)  # none of them waits for the others


# Calls of botocore ---------------------------------------------------------------------------------------------------


def test_the_calls_of_a_run_are_paced(monkeypatch):
    aws = Endpoint(monkeypatch)
    aws.call(48)
    assert aws.sent[:8] == [0.0] * 8
    assert aws.sent[-1] == pytest.approx(5.0)
    assert aws.throttled == []
    assert aws.pace.seconds == pytest.approx(5.0)


def test_each_operation_and_region_has_its_own_rate(monkeypatch):
    aws = Endpoint(monkeypatch, per_second=1000)
    aws.call(8)
    aws.call(8, "list_tags_of_resource", ResourceArn="a" * 20)
    aws.call(8, region="us-east-1")
    aws.call(50, "describe_table")
    assert aws.clock.now() == 0


def test_operations_with_a_rate_together_share_it(monkeypatch):
    aws = Endpoint(monkeypatch, per_second=1000)
    aws.call(4, "delete_table")
    assert aws.clock.now() == 0
    aws.call(4, "update_table")
    assert aws.clock.now() == pytest.approx(1.0)


def test_a_full_share_uses_the_whole_rate(monkeypatch):
    aws = Endpoint(monkeypatch, share=1)
    aws.call(60)
    assert (aws.clock.now(), aws.throttled) == (pytest.approx(5.0), [])


@pytest.mark.parametrize("url", ["http://127.0.0.1:4566", "http://localstack:4566", "https://amazonaws.com.example"])
def test_an_emulator_is_not_paced(monkeypatch, url):
    aws = Endpoint(monkeypatch, share=None, per_second=1000)
    aws.aws = Aws(client_maker(REGION, url, KEYS, aws.interruption, aws.pace), Clock(aws.clock), aws.interruption)
    aws.call(100)
    assert aws.clock.now() == 0


def test_aws_is_paced_by_default(monkeypatch):
    aws = Endpoint(monkeypatch, share=None)
    aws.call(16)
    assert aws.clock.now() == pytest.approx(1.0)


def test_every_partition_of_botocore_is_aws():
    partitions = botocore.session.Session().get_data("partitions")["partitions"]
    suffixes = {partition["outputs"][name] for partition in partitions for name in ("dnsSuffix", "dualStackDnsSuffix")}
    assert {suffix for suffix in suffixes if not f"dynamodb.{suffix}".endswith(pace.DOMAINS)} == set()


def test_a_throttled_call_is_repeated_and_the_next_ones_are_slower(monkeypatch):
    aws = Endpoint(monkeypatch, before=10)  # others have used the burst
    aws.call(30)
    gaps = [later - earlier for earlier, later in pairwise(aws.sent[-10:])]
    assert len(aws.throttled) <= 3
    assert min(gaps) > 1 / 8
    assert len(aws.sent) == 30 + len(aws.throttled)


def test_an_operation_without_a_known_rate_is_paced_once_it_is_throttled(monkeypatch):
    aws = Endpoint(monkeypatch, per_second=20)
    aws.call(20, "describe_table")
    assert aws.clock.now() == 0
    aws.call(50, "describe_table")
    assert aws.clock.now() > 5
    assert len(aws.throttled) == 1


def test_another_error_does_not_slow_anything(monkeypatch):
    aws = Endpoint(monkeypatch)
    monkeypatch.setattr(
        URLLib3Session,
        "send",
        lambda *_call: AWSResponse("", 400, {}, _Body(b'{"__type": "x#LimitExceededException"}')),
    )
    for _call in range(16):
        with pytest.raises(AwsError):
            aws.call(1)
    assert aws.clock.now() == pytest.approx(1.0)


def test_an_interruption_ends_the_wait_within_a_second(monkeypatch):
    aws = Endpoint(monkeypatch, share=0.01)
    aws.call(1)
    sleep = aws.clock.sleep

    def interrupted(seconds):
        sleep(seconds)
        aws.interruption.reason = "by SIGINT"

    aws.pace._clock.sleep = interrupted
    with pytest.raises(Interrupted):
        aws.call(1)
    assert aws.clock.now() <= 1
    assert len(aws.sent) == 1


def test_waiting_is_reported(monkeypatch):
    told = []
    aws = Endpoint(monkeypatch, report=told.extend)
    aws.call(100)
    words = "sent at 8 calls per second, 80 % of the rate that AWS accepts"
    assert told == [f"waiting {BACKUPS} calls in {REGION}: {words} [3s elapsed]"]


def test_waiting_after_a_throttled_call_is_reported(monkeypatch):
    told = []
    aws = Endpoint(monkeypatch, report=told.extend, before=10)
    aws.call(60)
    assert "sent more slowly for a while, because AWS has throttled some calls" in told[0]


def test_the_time_limit_of_a_run_does_not_count_paced_calls(monkeypatch):
    aws = Endpoint(monkeypatch)
    deadline = Deadline(2, Clock(aws.clock), aws.interruption, pace=aws.pace)
    aws.call(108)
    assert aws.clock.now() == pytest.approx(12.5)
    assert deadline.remaining() == pytest.approx(2)


# The option and the rates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0, -0.5, 1.01, float("nan"), float("inf")])
def test_a_wrong_share(share):
    ((path, problem),) = pace.check({"api_rate_share": share})
    assert (path, problem) == (
        "api_rate_share",
        f"is {share:g}; must be more than 0 and at most 1, such as 0.8 for 80 %",
    )


@pytest.mark.parametrize("share", [None, 0.01, 0.8, 1])
def test_a_valid_share(share):
    assert list(pace.check({"api_rate_share": share})) == []


def documented():
    """[(service, words in the column of the operations, calls per second, calls at once)] of R131 and R132."""
    page = (REPO / "docs/rules.md").read_text()
    tables = page[page.index("### R131") : page.index("### R133")]
    rows = re.findall(r"^\| ([a-z0-9]+) \| (.+?) \| (.+?) \| (.+?) \|", tables, re.MULTILINE)
    return [
        (service, set(re.findall(r"\w+", names)), _number(rate), _number(burst)) for service, names, rate, burst in rows
    ]


def _number(text):
    found = re.search(r"\d[\d.]*", text.replace(",", ""))
    return float(found[0]) if found else None


def test_the_rates_are_those_of_the_rules():
    rows = documented()
    for service, rate, names in rates.EACH:
        limit = (rate, rates.BURSTS.get((service, rate), rate))
        for name in names.split():
            assert limit in [
                (*row[2:],) for row in rows if row[0] == service and name in row[1] and "together" not in row[1]
            ]
    for service, rate, names in rates.TOGETHER:
        words = {*names.split(), "together"} if names else {"all", "operations", "together"}
        assert (service, words, rate, rate) in rows


def test_the_rates_name_operations_of_botocore():
    session = botocore.session.Session()
    for service, _rate, names in (*rates.EACH, *rates.TOGETHER):
        assert set(names.split()) <= set(session.get_service_model(service).operation_names)
