# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The pace of AWS calls: at most a share of the calls that AWS accepts per second, because others call it too.

Every attempt waits for its turn, also botocore's retries and the pages of a paginator. After a throttled attempt, the
calls of its limit are slower, and become faster again as long as AWS throttles none.
"""

from __future__ import annotations

import random
import threading
import time
from functools import partial
from urllib.parse import urlsplit

from .rates import UNKNOWN, limits
from .wait import MAX_SLEEP

SHARE = 0.8  # of AWS's rates
OPTIONS = dict(api_rate_share=dict(type="float"))  # of every module
SLOWER = 0.7  # a throttled attempt multiplies the rate by it
SLOWEST = 0.1  # of the full rate
RECOVERY = 0.005  # of the full rate, added in each second without a throttled attempt
# The codes of throttled calls; each service uses others, and DynamoDB also the first one for other limits (R44, R54).
THROTTLED = frozenset(
    "ThrottlingException Throttling ThrottledException RequestThrottledException RequestThrottled RequestLimitExceeded"
    " TooManyRequestsException".split()
)
# The domains of AWS's endpoints in all partitions. An emulator has another one, and no rates.
DOMAINS = (
    *(".amazonaws.com", ".api.aws", ".amazonaws.com.cn", ".api.amazonwebservices.com.cn"),
    *(".amazonaws.eu", ".api.amazonwebservices.eu"),
    *(".c2s.ic.gov", ".sc2s.sgov.gov", ".cloud.adc-e.uk", ".csp.hci.ic.gov"),
    *(".api.aws.ic.gov", ".api.aws.scloud", ".api.cloud-aws.adc-e.uk", ".api.aws.hci.ic.gov"),
)


def check(params):
    """Yield (option path, problem) of OPTIONS."""
    share = params["api_rate_share"]
    if share is not None and not 0 < share <= 1:
        yield "api_rate_share", f"is {share:g}; must be more than 0 and at most 1, such as 0.8 for 80 %"


def _close_connection(request, **_attempt):
    """Let the next call of this operation use another connection: AWS counts them on each connection (R132)."""
    request.headers["Connection"] = "close"


class Bucket:
    """A token bucket: the times at which the calls of one limit may be sent. Full at the start.

    per_second: calls. burst: calls that may be sent at once.
    """

    def __init__(self, per_second, burst):
        self.full, self._burst = per_second, max(burst, 1)
        self._slowed = per_second  # the rate at _since
        self._since = self._next = float("-inf")
        self.slowed = 0  # how often; what was reserved before is no longer valid

    def rate(self, now):
        return min(self.full, self._slowed + self.full * RECOVERY * (now - self._since))

    def is_slow(self, now):
        return self.rate(now) < self.full

    def reserve(self, now):
        """Reserve the next call -> its time."""
        rate = self.rate(now)
        turn = max(self._next, now - (self._burst - 1) / rate)
        self._next = turn + 1 / rate
        return max(turn, now)

    def slow_down(self, now, jitter):
        """Lower the rate, unless it was lowered within a second: throttled calls come in groups. Reservations end.

        jitter: from 0 to 1, so that two runs do not repeat their calls at the same times.
        """
        if now - self._since >= 1:
            self._slowed, self._since = max(self.rate(now) * SLOWER, self.full * SLOWEST), now
        self._next, self.slowed = now + jitter / self.rate(now), self.slowed + 1


class Pace:
    """The limits of one run, shared by its threads.

    share: of AWS's rates; None for SHARE at AWS's endpoints, and for no limits elsewhere. report(operation, region,
    words) is called at least once a second while a call waits. clock has time() and sleep(seconds).

    seconds: for which calls have waited so far. A time in which several calls waited counts once.
    """

    def __init__(self, share, interruption, clock=time, report=lambda *_waiting: None, jitter=random.random):
        self._share, self._of_aws = share, share or SHARE
        self._interruption, self._clock, self._report = interruption, clock, report
        self._jitter, self._lock = jitter, threading.Lock()
        self._by_operation, self._by_name = {}, {}
        self.seconds, self._counted = 0.0, float("-inf")

    def follow(self, client, service, region):
        """Pace the calls of a botocore client."""
        if self._share is None and not (urlsplit(client.meta.endpoint_url).hostname or "").endswith(DOMAINS):
            return
        # Not before-send: AWS rejects a signature after five minutes.
        client.meta.events.register("before-sign", partial(self._before_attempt, service, region))
        client.meta.events.register("response-received", partial(self._after_attempt, service, region))
        client.meta.events.register("before-send.dynamodb.DescribeTimeToLive", _close_connection)

    def _before_attempt(self, service, region, operation_name, **_attempt):
        for bucket in self._buckets(service, region, operation_name):
            now, turn, slowed = self._reserve(bucket)
            while now < turn:
                self._interruption.check()
                self._report(operation_name, region, self._words(bucket))
                self._clock.sleep(min(turn - now, MAX_SLEEP))
                now = self._clock.time()
                if bucket.slowed > slowed:
                    now, turn, slowed = self._reserve(bucket)

    def _reserve(self, bucket):
        with self._lock:
            now = self._clock.time()
            turn = bucket.reserve(now)
            self.seconds += max(0.0, turn - max(now, self._counted))
            self._counted = max(turn, self._counted)
            return now, turn, bucket.slowed

    def _after_attempt(self, service, region, parsed_response, event_name, **_attempt):
        if (parsed_response or {}).get("Error", {}).get("Code") not in THROTTLED:
            return
        operation = event_name.rpartition(".")[2]
        buckets = self._buckets(service, region, operation)
        if not buckets:
            buckets.append(Bucket(UNKNOWN * self._of_aws, UNKNOWN * self._of_aws))
        with self._lock:
            for bucket in buckets:
                bucket.slow_down(self._clock.time(), self._jitter())

    def _buckets(self, service, region, operation):
        with self._lock:
            if (service, region, operation) not in self._by_operation:
                self._by_operation[service, region, operation] = [
                    self._by_name.setdefault((service, region, name), Bucket(rate * self._of_aws, burst * self._of_aws))
                    for name, rate, burst in limits(service, operation)
                ]
            return self._by_operation[service, region, operation]

    def _words(self, bucket):
        if bucket.is_slow(self._clock.time()):
            return "sent more slowly for a while, because AWS has throttled some calls"
        return f"sent at {bucket.full:g} calls per second, {self._of_aws * 100:g} % of the rate that AWS accepts"
