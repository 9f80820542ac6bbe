# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

from .clock import RealClock, VirtualClock
from .durations import Durations
from .lookups import Lookups
from .rates import Limiter


class World:
    """All state of one simulated AWS: the clock, scheduled events, and the stores of accounts and Regions."""

    def __init__(
        self,
        clock: VirtualClock | RealClock,
        durations: Durations,
        lookups: Lookups,
        limiter: Limiter | None = None,
    ):
        self.clock = clock
        self.durations = durations
        self.lookups = lookups
        self.limiter = limiter  # None: calls are not limited
        self.now = clock.now()
        self._events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._scheduled = 0
        self._stores: dict[tuple[str, str, str], Any] = {}
        self._ids = 0
        self.linked_roles: set[tuple[str, str]] = set()  # (account, service-linked role), created by calls

    def schedule(self, seconds: float, callback: Callable[..., None], *args: Any) -> None:
        """Call `callback(*args)` after this many seconds of the clock."""
        self._scheduled += 1  # events of the same time run in this order
        heapq.heappush(self._events, (self.now + seconds, self._scheduled, callback, args))

    def advance(self) -> None:
        """Run all events that are due, each at its own time."""
        until = self.clock.now()
        while self._events and self._events[0][0] <= until:
            self.now, _order, callback, args = heapq.heappop(self._events)
            callback(*args)
        self.now = until

    def store(self, kind: type, account: str, region: str) -> Any:
        """Return the `kind()` of an account and Region, created on first use."""
        key = (kind.__name__, account, region)
        if key not in self._stores:
            self._stores[key] = kind()
        return self._stores[key]

    def stores(self, kind: type, account: str) -> dict[str, Any]:
        """Return an account's stores of this kind by Region."""
        name = kind.__name__
        return {region: store for (k, a, region), store in self._stores.items() if k == name and a == account}

    def new_id(self) -> str:
        """Return an ID in UUID format; IDs are the same in every run."""
        self._ids += 1
        return f"00000000-0000-4000-8000-{self._ids:012x}"
