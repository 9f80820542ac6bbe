# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Changes that a rate limit of AWS defers: reported, predicted, waited for, or a failure."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import pending
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import operations, run

HOUR = 3600
TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
TTL, OTHER = ({"ttl": {"enabled": True, "attribute_name": name}} for name in ("expires_at", "gone_at"))
ON_DEMAND = {"billing_mode": "PAY_PER_REQUEST"}
PROVISIONED = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
LIMIT = "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in 1 day(s)."


def with_ttl(simulator):
    """A table whose TTL can be changed now."""
    run(simulator, **TABLE, **TTL)
    simulator.clock.sleep(2 * HOUR)
    return simulator


def limited(simulator, message=LIMIT, times=1):
    simulator.fail("UpdateTable", code="LimitExceededException", message=message, times=times)


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("Tue Nov 24 06:00:00 UTC 2026", "2026-11-24T06:00:00Z"),
        ("Wednesday, July 25, 2018 9:48:14 PM UTC", "2018-07-25T21:48:14Z"),
        ("Friday, October 9, 2026 at 12:00:00 AM Coordinated Universal Time", "2026-10-09T00:00:00Z"),
        ("2026-10-09T08:15:30.123Z", "2026-10-09T08:15:30Z"),
        ("soon", "soon"),
        (None, None),
    ],
)
def test_times_in_the_words_of_aws(words, time):
    """They are returned in one form, if it is known (R15, R51, R52)."""
    assert pending.as_iso(words) == time


def test_a_pending_change_is_a_warning(simulator):
    """It names the option, the reason, the rule, and the earliest time."""
    (warning,) = run(with_ttl(simulator), **TABLE, **OTHER)["warnings"]
    assert warning.startswith("orders: ttl is pending. Cannot enable TTL on attribute gone_at yet: ")
    assert "(R13). Until then, no item expires. Run the task again later." in warning
    assert "AWS accepts one TTL change per hour (R13)." in warning and " Earliest: 20" in warning


def test_check_mode_predicts_that_another_ttl_attribute_takes_an_hour(simulator):
    """AWS accepts the two changes an hour apart (R13)."""
    predicted = run(with_ttl(simulator), check_mode=True, **TABLE, **OTHER)
    result = run(simulator, **TABLE, **OTHER)
    assert (
        [entry["path"] for entry in predicted["pending"]] == [entry["path"] for entry in result["pending"]] == ["ttl"]
    )
    assert "Until then, no item expires." in predicted["warnings"][0]
    assert predicted["pending"][0]["earliest"] == result["pending"][0]["earliest"]


def test_check_mode_predicts_that_a_table_class_may_become_pending(simulator):
    """AWS shows the time of the last change, but not of the one before (R16)."""
    run(simulator, **TABLE)
    other = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
    assert run(simulator, check_mode=True, **TABLE, **other)["warnings"] == []
    run(simulator, **TABLE, **other)
    predicted = run(simulator, check_mode=True, **TABLE, table_class="STANDARD")
    assert "table_class may become pending" in predicted["warnings"][0] and predicted["pending"] == []
    simulator.clock.sleep(31 * 24 * HOUR)
    assert run(simulator, check_mode=True, **TABLE, table_class="STANDARD")["warnings"] == []


def test_wait_pending_waits_for_the_rate_limit(simulator):
    """Everything else is done before, and what depends on the deferred change after it."""
    result = run(with_ttl(simulator), **TABLE, **OTHER, tags={"a": "1"}, wait_pending=True, wait_timeout=2 * HOUR)
    assert "msg" not in result and result["pending"] == [] and result["warnings"] == []
    assert len(result["actions"]) == 3
    accepted = operations(simulator.writes())[-3:]
    assert accepted == ["UpdateTimeToLive", "TagResource", "UpdateTimeToLive"]
    assert not run(simulator, **TABLE, **OTHER)["changed"]


def test_wait_pending_applies_what_depends_on_it(simulator):
    """AWS does not return the time of this limit, so the module tries again from time to time."""
    run(simulator, **TABLE, **PROVISIONED, stream={"enabled": True})
    limited(simulator, times=3)
    start = simulator.clock.now()
    result = run(simulator, **TABLE, **ON_DEMAND, replicas=[{"region": "us-east-1"}], wait_pending=True)
    assert result["pending"] == [] and result["actions"][1:] == ["add a replica in us-east-1"]
    assert pending.POLL * 3 <= simulator.clock.now() - start < pending.POLL * 4


def test_wait_pending_does_not_wait_for_what_is_later_than_the_deadline(simulator):
    """The change remains pending, and the task does not fail."""
    start = with_ttl(simulator).clock.now()
    result = run(simulator, **TABLE, **OTHER, wait_pending=True, wait_timeout=HOUR)
    assert "msg" not in result and [entry["path"] for entry in result["pending"]] == ["ttl"]
    assert simulator.clock.now() - start < 60


def test_a_replacement_that_cannot_begin_yet_is_pending_once(simulator):
    run(simulator, **TABLE, ttl={"enabled": True, "attribute_name": "expires_at"})
    result = run(simulator, **TABLE, **OTHER)
    assert [entry["path"] for entry in result["pending"]] == ["ttl"] and not result["changed"]
    assert result["pending"][0]["reason"].startswith("Cannot disable TTL on attribute expires_at yet: ")
    assert run(simulator, **TABLE, **OTHER, wait_pending=True, wait_timeout=3 * HOUR)["actions"] == [
        "disable TTL on attribute expires_at",
        "enable TTL on attribute gone_at",
    ]


def test_wait_pending_ends_with_the_deadline(simulator):
    """If AWS does not return the time, the module tries until then."""
    run(simulator, **TABLE, **PROVISIONED)
    limited(simulator, times=1000)
    result = run(simulator, **TABLE, **ON_DEMAND, wait_pending=True, wait_timeout=1000)
    assert "msg" not in result and [entry["path"] for entry in result["pending"]] == ["billing_mode"]


class After(Interruption):
    """Interrupts after so many seconds."""

    def __init__(self, seconds, clock):
        super().__init__()
        self.now, self.end = clock.now, clock.now() + seconds

    def check(self):
        self.reason = "by SIGINT" if self.now() > self.end else None
        super().check()


def test_an_interruption_ends_the_waiting(simulator):
    """The result says what was applied and what is pending, and the next run completes the task."""
    clock = with_ttl(simulator).clock
    options = {**TABLE, **OTHER, "wait_pending": True, "wait_timeout": 2 * HOUR}
    result = run(simulator, interruption=After(100, clock), **options)
    assert "Interrupted by SIGINT" in result["msg"] and [entry["path"] for entry in result["pending"]] == ["ttl"]
    assert result["applied"] == ["disable TTL on attribute expires_at"]
    assert run(simulator, **options)["actions"] == ["enable TTL on attribute gone_at"]


def test_a_pending_change_of_one_table_does_not_delay_the_others(simulator):
    """More tables wait than there are threads."""
    tables = [{**TABLE, **PROVISIONED, "name": f"orders-{number}"} for number in range(40)]
    run(simulator, tables=tables)
    limited(simulator, times=40)
    changed = [{**table, **ON_DEMAND, "read_capacity": None, "write_capacity": None} for table in tables]
    start = simulator.clock.now()
    result = run(simulator, tables=[*changed, {**TABLE, "name": "last"}], wait_pending=True)
    created = result["tables"]["last"]["table"]["creation_date_time"].timestamp()
    assert created - start < pending.POLL <= simulator.clock.now() - start


def test_fail_on_pending_fails_after_everything_else(simulator):
    """With what is pending as the message."""
    options = {**TABLE, **OTHER, "tags": {"a": "1"}, "fail_on_pending": True}
    assert "msg" not in run(with_ttl(simulator), check_mode=True, **options)
    result = run(simulator, **options)
    assert result["msg"].startswith("orders: ttl is pending. Cannot enable TTL") and "fail_on_pending" in result["msg"]
    assert result["changed"] and len(result["applied"]) == 2 and result["remaining"] == []
    simulator.clock.sleep(2 * HOUR)
    assert "msg" not in run(simulator, **options)


def test_fail_on_pending_fails_for_the_tables_with_a_pending_change(simulator):
    with_ttl(simulator)
    other = {**TABLE, "name": "other"}
    result = run(simulator, tables=[{**TABLE, **OTHER}, other], fail_on_pending=True)
    assert result["msg"].startswith("1 of 2 tables failed: orders: ttl is pending.")
