# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Running scenarios on a simulated account with the permissions of its caller limited, and recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import client_config
from ansible_collections.stackkit.dynamodb.tests.unit.permissions import scenarios
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import support

KEY, USER = "AKIAPERMISSIONS", "x"
MONTH = 31 * 24 * 3600  # no rate limit is longer


@dataclass(frozen=True)
class Row:
    """read, write: IAM actions. besides: options whose rows are needed too."""

    read: frozenset = frozenset()
    write: frozenset = frozenset()
    besides: tuple = ()

    @property
    def actions(self):
        return self.read | self.write


@dataclass
class Account:
    """A simulated account whose caller has a policy. It can be used again, because clients are slow to create."""

    simulator: Simulator = field(default_factory=lambda: Simulator(clock=VirtualClock()))
    clients: dict = field(default_factory=dict)

    def client(self, service, region):
        """A client of the caller, with the module's retry settings."""
        if (service, region) not in self.clients:
            self.clients[service, region] = self.simulator.client(
                service, region, config=client_config(), access_key=KEY
            )
        return self.clients[service, region]

    def start(self, scenario):
        """Create what a scenario starts from, without limits."""
        self.simulator.reset()
        if scenario.prepare:
            scenario.prepare(self.simulator)
        if scenario.before is not None:
            assert "msg" not in support.run(self.simulator, name="orders", **scenario.before)
        if scenario.alter:
            scenario.alter(self.simulator)
        self.simulator.dispatcher.world.linked_roles.clear()

    def allow(self, actions):
        statement = {"Effect": "Allow", "Action": sorted(actions), "Resource": "*"}
        self.user = self.simulator.restrict(KEY, {"Statement": [statement]}, USER)

    def run(self, task, *, check_mode=False):
        """Run a task with the caller's permissions -> (the module's result, the IAM actions that AWS checked)."""
        self.user.checked.clear()
        task = {"tables": [{"name": "orders"}]} if not task else {"name": "orders", **task}
        result = support.run(self.simulator, check_mode=check_mode, make_client=self.client, **task)
        return result, {action for action, _resource in self.user.checked}


@cache
def rows():
    """{option: Row} of all options of dynamodb_stackkit."""
    account, found = Account(), {}
    for option in scenarios.OPTIONS:
        scenario = scenarios.scenario(option)
        if scenario:
            found[option] = _measured(account, scenario)
    return {option: _shown(option, found) for option in scenarios.OPTIONS}


def _measured(account, scenario):
    """What the steps need: for reading in check mode and in a run that changes nothing, and for the changes."""
    account.start(scenario)
    account.allow(["*"])
    read, whole = set(), set()
    for task in scenario.steps:
        for check_mode in (True, False, False, True):  # a second change of TTL must wait
            account.simulator.clock.sleep(MONTH)
            result, checked = account.run(task, check_mode=check_mode)
            assert "msg" not in result, (task, result["msg"])
            (read if check_mode else whole).update(checked)
        assert not result["changed"], (task, result["actions"])
    return Row(frozenset(read), frozenset(whole - read))


def _shown(option, found):
    """The Row without what the rows contain that are needed besides."""
    scenario = scenarios.scenario(option)
    if scenario is None:
        return Row(besides=(scenarios.main_of(option),))
    row = found[option]
    others = frozenset().union(*(found[other].actions for other in scenario.besides))
    return Row(row.read - others, row.write - others, scenario.besides)
