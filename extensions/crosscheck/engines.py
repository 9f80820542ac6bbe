# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The simulator and the judges, alike: a fresh world for each scenario, and letting it settle."""

from __future__ import annotations

import time
from itertools import count

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from ..simulator import Simulator, VirtualClock

REGION = "eu-west-1"
# Requests go out as they are written: it is the engine that shall find them wrong.
CONFIG = Config(parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=60)
AT_REST = {"ACTIVE"}
# DynamoDB Local takes half a minute for an index; the simulator's clock jumps over the longest of its durations.
PATIENCE, LONG = 60, 700

_session = botocore.session.Session()
_accounts = count(100000000001)


class SimulatedWorld:
    """A simulator of its own, on a clock that stands still."""

    def __init__(self):
        self._sim = Simulator(clock=VirtualClock())
        self.account = "123456789012"
        self.client = self._sim.client("dynamodb", REGION, config=CONFIG)

    def settle(self):
        self._sim.clock.sleep(LONG)


class JudgedWorld:
    """A judge, under an account of which it has not heard: every account has tables of its own."""

    def __init__(self, url):
        self.account = str(next(_accounts))
        self.client = _session.create_client(
            "dynamodb",
            region_name=REGION,
            endpoint_url=url,
            aws_access_key_id=self.account,
            aws_secret_access_key="nothing-but-an-emulator-takes-this-secret",
            config=CONFIG,
        )

    def settle(self):
        deadline = time.monotonic() + PATIENCE
        while not self._at_rest() and time.monotonic() < deadline:
            time.sleep(0.2)

    def _at_rest(self):
        try:
            names = self.client.list_tables()["TableNames"]
            return all(_at_rest(self.client.describe_table(TableName=name)["Table"]) for name in names)
        except ClientError:
            return False  # DynamoDB Local answers 500 now and then while it makes an index


def _at_rest(table):
    states = [table["TableStatus"]]
    states += [index["IndexStatus"] for index in table.get("GlobalSecondaryIndexes", [])]
    states += [replica.get("ReplicaStatus", "ACTIVE") for replica in table.get("Replicas", [])]
    return set(states) <= AT_REST
