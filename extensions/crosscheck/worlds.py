# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The simulator and the other engines with one interface: a new account per scenario, waiting until it settles."""

from __future__ import annotations

import time
from itertools import count

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from ..simulator import Simulator, VirtualClock

REGION = "eu-west-1"
# Send requests as they are written: the engine must validate them.
CONFIG = Config(parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=60)
SETTLED = {"ACTIVE"}
# DynamoDB Local creates an index in half a minute; the simulator's clock skips its longest duration.
TIME_LIMIT, LONGEST_DURATION = 60, 700

_session = botocore.session.Session()
_accounts = count(100000000001)


class SimulatedWorld:
    """A new simulator with a virtual clock."""

    def __init__(self):
        self._sim = Simulator(clock=VirtualClock())
        self.account = "123456789012"
        self.client = self._sim.client("dynamodb", REGION, config=CONFIG)

    def settle(self):
        self._sim.clock.sleep(LONGEST_DURATION)


class EngineWorld:
    """An engine with a new account, which has no tables."""

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
        deadline = time.monotonic() + TIME_LIMIT
        while not self._is_settled() and time.monotonic() < deadline:
            time.sleep(0.2)

    def _is_settled(self):
        try:
            names = self.client.list_tables()["TableNames"]
            return all(is_settled(self.client.describe_table(TableName=name)["Table"]) for name in names)
        except ClientError:
            return False  # DynamoDB Local sometimes answers 500 while it creates an index


def is_settled(table):
    states = [table["TableStatus"]]
    states += [index["IndexStatus"] for index in table.get("GlobalSecondaryIndexes", [])]
    states += [replica.get("ReplicaStatus", "ACTIVE") for replica in table.get("Replicas", [])]
    return set(states) <= SETTLED
