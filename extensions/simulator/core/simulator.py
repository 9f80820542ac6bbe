# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..autoscaling import OPERATIONS as AUTOSCALING
from ..autoscaling.scaler import autoscale
from ..backup import OPERATIONS as BACKUP
from ..cloudwatch import OPERATIONS as CLOUDWATCH
from ..dynamodb import OPERATIONS as DYNAMODB
from ..dynamodb.state import Region
from ..tagging import OPERATIONS as TAGGING
from .calls import Call, Fault
from .clock import RealClock, VirtualClock
from .dispatcher import Context, Dispatcher
from .durations import Durations
from .identity_policy import User, parse
from .lookups import Lookups
from .mount import MOUNT
from .rates import Limiter
from .world import World

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.config import Config

DEFAULT_ACCOUNT = "123456789012"
RATES = ("aws", "none")


class Simulator:
    """A simulated AWS. Thread-safe; instances are independent of each other.

    rates: "aws" to limit calls to the rates of AWS, in seconds of the clock, or "none".
    """

    def __init__(
        self,
        clock: VirtualClock | RealClock | None = None,
        durations: Durations | None = None,
        rates: str = "none",
    ):
        self._rates = _valid(rates)
        self.clock = clock or VirtualClock()
        self.durations = durations or Durations()
        services = {
            "dynamodb": DYNAMODB,
            "application-autoscaling": AUTOSCALING,
            "backup": BACKUP,
            "cloudwatch": CLOUDWATCH,
            "resourcegroupstaggingapi": TAGGING,
        }
        self.dispatcher = Dispatcher(self._new_world, services)

    def _new_world(self, dispatcher: Dispatcher) -> World:
        return World(self.clock, self.durations, Lookups(dispatcher), self._limiter())

    def _limiter(self) -> Limiter | None:
        return Limiter(self.clock) if self._rates == "aws" else None

    @property
    def rates(self) -> str:
        return self._rates

    def limit(self, rates: str) -> None:
        """Change the rates from now on: "aws" or "none"."""
        self._rates = _valid(rates)
        with self.dispatcher.locked_world() as world:
            world.limiter = self._limiter()

    def client(
        self,
        service: str,
        region: str,
        *,
        account: str = DEFAULT_ACCOUNT,
        config: Config | None = None,
        access_key: str | None = None,
    ) -> BaseClient:
        """Return a botocore client whose requests are answered in process, without sockets."""
        # Import late: importing botocore's client takes a third of a second, and the server does not need it.
        from .inprocess import new_client

        return new_client(self.dispatcher, service, region, account, config, access_key)

    @property
    def log(self) -> list[Call]:
        """All requests, in order."""
        return self.dispatcher.log

    def writes(self) -> list[Call]:
        """Return the write requests that succeeded."""
        return [call for call in list(self.log) if call.write and call.error is None]

    def throttled(self) -> list[Call]:
        """Return the requests that were throttled."""
        return [call for call in list(self.log) if call.throttled]

    def fail(
        self,
        operation: str,
        *,
        table: str | None = None,
        region: str | None = None,
        service: str | None = None,
        code: str = "InternalServerError",
        message: str = "The request could not be completed",
        times: int = 1,
        lost: bool = False,
    ) -> None:
        """Fail the next `times` matching calls with `code`; with `lost`, apply them but lose the answer."""
        self.dispatcher.faults.append(Fault(operation, table, region, service, code, message, times, lost))

    def restrict(self, access_key: str, policy: dict[str, Any] | None, user: str | None = None) -> User | None:
        """Make an access key that of an IAM user with this identity policy; None lifts the restriction.

        Raise ValueError for a policy with elements that the simulator does not evaluate.
        """
        if not access_key:
            raise ValueError("access_key is required")
        if policy is None:
            return self.dispatcher.users.pop(access_key, None)
        self.dispatcher.users[access_key] = User(user or access_key, parse(policy))
        return self.dispatcher.users[access_key]

    def autoscale(
        self,
        table: str,
        index: str | None = None,
        *,
        read: int | None = None,
        write: int | None = None,
        region: str | None = None,
        account: str = DEFAULT_ACCOUNT,
    ) -> None:
        """Change capacity as Application Auto Scaling does, within its limits.

        The default Region is the one where the table was created first. Raise ValueError if there is no scaling
        policy, or if the table does not exist, is on-demand or is not ACTIVE.
        """
        with self.dispatcher.locked_world() as world:
            found = [r.tables[table] for r in world.stores(Region, account).values() if table in r.tables]
            found = [t for t in found if region in (None, t.region)]
            if not found or (index and index not in found[0].indexes):
                raise ValueError(f"{index or table} does not exist")
            first = min(found, key=lambda t: t.created)
            autoscale(Context(world, account, first.region), first, index, read, write)

    def reset(self) -> None:
        """Delete all state: tables, log and faults. The clock is not reset."""
        self.dispatcher.reset()
        MOUNT.reset(self.dispatcher)


def _valid(rates: str) -> str:
    if rates not in RATES:
        raise ValueError(f"rates is {rates!r}; it must be one of {', '.join(RATES)}")
    return rates
