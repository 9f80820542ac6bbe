# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rates of calls and the limits of simultaneous operations: Simulator(rates="aws")."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.rates import (
    CHANGES,
    ERRORS,
    RATES,
    Limiter,
    Throttled,
)
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO
from botocore.config import Config
from botocore.exceptions import ClientError

ONCE = Config(retries={"total_max_attempts": 1})
TABLE = {
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
INDEX = {
    "IndexName": "by-pk",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}


@pytest.fixture(name="sim")
def sim_fixture():
    return Simulator(clock=VirtualClock(), rates="aws")


@pytest.fixture(name="client")
def client_fixture(sim):
    def client(service="dynamodb", region="eu-west-1", **options):
        return sim.client(service, region, config=ONCE, **options)

    return client


def outcomes(times, call):
    """Call several times; return the number of successes and the errors as text."""
    found = Counter()
    for _time in range(times):
        try:
            call()
            found["accepted"] += 1
        except ClientError as error:
            found[f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"] += 1
    return dict(found)


def test_calls_are_throttled_until_time_passes(sim, client):
    """R131: ten calls per second. R134: AWS's error."""
    dynamodb = client()
    dynamodb.create_table(TableName="orders", **TABLE)
    sim.clock.sleep(60)

    def read():
        dynamodb.describe_continuous_backups(TableName="orders")

    assert outcomes(12, read) == {"accepted": 10, "ThrottlingException: Rate exceeded": 2}
    sim.clock.sleep(0.25)
    assert outcomes(3, read) == {"accepted": 2, "ThrottlingException: Rate exceeded": 1}
    sim.clock.sleep(3600)
    assert outcomes(11, read) == {"accepted": 10, "ThrottlingException: Rate exceeded": 1}, "no more than the burst"
    assert [call.operation for call in sim.throttled()] == ["DescribeContinuousBackups"] * 4
    assert outcomes(40, lambda: dynamodb.describe_table(TableName="orders")) == {"accepted": 40}, "R133"


def test_accounts_regions_and_operations_have_buckets_of_their_own(client):
    def alarms(**options):
        return outcomes(10, client("cloudwatch", **options).describe_alarms)

    throttled = {"accepted": 9, "Throttling: Rate exceeded": 1}
    assert alarms() == throttled
    assert alarms(region="us-east-1") == throttled
    assert alarms(account="210987654321") == throttled
    assert outcomes(1, client("cloudwatch").list_dashboards) == {"accepted": 1}


def test_operations_that_share_a_rate_share_a_bucket(sim, client):
    """R72: changes of tables. A throttled call takes nothing from the other buckets of its operation."""
    dynamodb = client()
    words = "ThrottlingException: The rate of control plane requests made by this account is too high"
    names = iter(range(100))
    assert outcomes(8, lambda: dynamodb.create_table(TableName=f"t{next(names):02}", **TABLE)) == {
        "accepted": 5,
        words: 3,
    }
    sim.clock.sleep(60)
    assert outcomes(5, lambda: dynamodb.delete_table(TableName=f"t{next(names) - 8:02}")) == {"accepted": 5}
    arn = dynamodb.describe_table(TableName="t04")["Table"]["TableArn"]
    assert outcomes(9, lambda: dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "b"}])) == {words: 9}
    sim.clock.sleep(0.2)
    assert not outcomes(1, lambda: dynamodb.tag_resource(ResourceArn=arn, Tags=[])).get(words)


def test_mounted_services_have_rates(sim, client):
    words = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."
    kms = client("kms")
    assert outcomes(7, kms.create_key) == {"accepted": 5, f"ThrottlingException: {words}": 2}
    assert Counter((call.operation, call.throttled) for call in sim.log) == {
        ("CreateKey", False): 5,
        ("CreateKey", True): 2,
    }


def test_connections_have_buckets_of_their_own():
    """R132: four calls at once, then one every two seconds."""
    clock = VirtualClock()
    limiter = Limiter(clock)

    def accepted(times, connection):
        count = 0
        for _time in range(times):
            try:
                limiter.check("dynamodb", "DescribeTimeToLive", "eu-west-1", "1", connection)
                count += 1
            except Throttled:
                pass
        return count

    assert accepted(30, 1) == 4
    assert accepted(30, 2) == 4
    clock.sleep(2)
    assert accepted(30, 1) == 1
    assert accepted(30, None) == 30, "in process there are no connections"


def test_botocore_retries_throttled_calls(sim, monkeypatch):
    """Its own retries see the errors, and the clock of the simulator must run meanwhile."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", sim.clock.sleep)
    backup = sim.client("backup", "eu-west-1", config=Config(retries={"mode": "legacy", "total_max_attempts": 10}))
    assert outcomes(60, backup.list_backup_plans) == {"accepted": 60}
    assert sim.throttled()


def test_a_fault_hits_a_call_that_is_not_throttled(sim, client):
    cloudwatch = client("cloudwatch")
    outcomes(9, cloudwatch.describe_alarms)
    sim.fail("DescribeAlarms", code="InternalFailure")
    assert outcomes(1, cloudwatch.describe_alarms) == {"Throttling: Rate exceeded": 1}
    sim.clock.sleep(1)
    assert list(outcomes(2, cloudwatch.describe_alarms)) == [
        "InternalFailure: The request could not be completed",
        "accepted",
    ]


def test_rates_can_be_changed_and_remain_after_a_reset():
    sim = Simulator(clock=VirtualClock())
    backup = sim.client("backup", "eu-west-1", config=ONCE)
    assert outcomes(60, backup.list_backup_plans) == {"accepted": 60}
    sim.limit("aws")
    sim.reset()
    assert outcomes(60, backup.list_backup_plans)["accepted"] == 20
    sim.limit("none")
    assert outcomes(60, backup.list_backup_plans) == {"accepted": 60}
    with pytest.raises(ValueError, match="rates is 'fast'; it must be one of aws, none"):
        sim.limit("fast")


def test_500_operations_can_be_in_progress():
    """R135: tables and indexes count."""
    sim = Simulator(clock=VirtualClock())
    dynamodb = sim.client("dynamodb", "eu-west-1", config=ONCE)
    for n in range(498):
        dynamodb.create_table(TableName=f"t{n:04}", **TABLE)
    sim.limit("aws")
    dynamodb.create_table(TableName="indexed", **TABLE, GlobalSecondaryIndexes=[INDEX])
    words = "Subscriber limit exceeded: Only 500 tables can be created, updated, or deleted simultaneously"
    assert outcomes(1, lambda: dynamodb.create_table(TableName="other", **TABLE)) == {
        f"LimitExceededException: {words}": 1
    }
    elsewhere = sim.client("dynamodb", "us-east-1", config=ONCE)
    assert outcomes(1, lambda: elsewhere.create_table(TableName="other", **TABLE)) == {"accepted": 1}
    sim.clock.sleep(60)
    assert outcomes(1, lambda: dynamodb.create_table(TableName="other", **TABLE)) == {"accepted": 1}


def test_250_indexed_tables_can_be_created_at_once():
    """R135."""
    sim = Simulator(clock=VirtualClock())
    dynamodb = sim.client("dynamodb", "eu-west-1", config=ONCE)
    for n in range(249):
        dynamodb.create_table(TableName=f"t{n:04}", **TABLE, GlobalSecondaryIndexes=[INDEX])
    sim.limit("aws")
    dynamodb.create_table(TableName="indexed", **TABLE, GlobalSecondaryIndexes=[INDEX])
    (error,) = create_other(dynamodb)
    assert re.search("LimitExceededException.* indexed tables that can be created simultaneously", error)
    sim.clock.sleep(60)
    assert create_other(dynamodb) == {"accepted": 1}


def create_other(dynamodb):
    return outcomes(1, lambda: dynamodb.create_table(TableName="other", **TABLE, GlobalSecondaryIndexes=[INDEX]))


def rows(rule):
    """Yield the rows of a rule's table as lists of texts."""
    section = (REPO / "docs/rules.md").read_text().split(f"### {rule} ")[1].split("\n### ")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] not in ("service", "---"):
            yield cells


def documented():
    """Return {(service, operation): {(per second, burst)}} of R131 and R132."""
    found = {}
    limits = {"one call every 2 seconds": 0.5, "5 per second: R72": 5.0, "1/60": 1 / 60}
    for service, operations, limit, burst, *_more in [*rows("R131"), *rows("R132")]:
        rate = limits.get(limit) or float(limit.replace(",", ""))
        names = ["*"] if "all operations" in operations or service == "sts" else operations.split(", ")
        for name in names:
            if name != "together":
                found.setdefault((service, name), set()).add((rate, float(burst.strip("()").replace(",", ""))))
    return found


def test_the_rates_are_those_of_the_rules():
    ours = {}
    for service, rates in RATES.items():
        for rate in rates:
            for name in rate.operations.split():
                ours.setdefault((service, name), set()).add((rate.per_second, float(rate.size)))
    assert ours == documented()


def test_the_errors_are_those_of_the_rules():
    errors = {}
    for services, code, status, message, _text in rows("R134"):
        for service in services.split(", "):
            errors[service] = (code, int(status), message.strip("`").split(" <")[0])
    assert {service: errors[service] for service in ERRORS} == ERRORS
    assert errors["dynamodb (R72)"] == ("ThrottlingException", 400, CHANGES)
