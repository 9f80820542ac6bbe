# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from typing import Any

from .clock import RealClock, VirtualClock
from .durations import Durations


class World:
    """All state of one simulated AWS: the clock, what is still to happen, the stores of accounts and regions."""

    def __init__(self, clock: VirtualClock | RealClock, durations: Durations):
        self.clock = clock
        # (account, region, key) -> KMS's KeyMetadata, None for no such key, keys.UNUSED without a KMS
        self.describe_key: Callable[[str, str, str], dict[str, Any] | None] | None = None
        self.durations = durations
        self.now = clock.now()
        self._coming: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = itertools.count()
        self._stores: dict[tuple[str, str, str], Any] = {}
        self._ids = itertools.count(1)

    def later(self, seconds: float, happen: Callable[..., None], *args: Any) -> None:
        """Let `happen(*args)` take place in so many seconds of the clock."""
        heapq.heappush(self._coming, (self.now + seconds, next(self._order), happen, args))

    def advance(self) -> None:
        """Let everything happen that is due, each at its own time."""
        until = self.clock.now()
        while self._coming and self._coming[0][0] <= until:
            self.now, _order, happen, args = heapq.heappop(self._coming)
            happen(*args)
        self.now = until

    def store(self, kind: type, account: str, region: str) -> Any:
        """The one `kind()` of an account's region, made on first use."""
        key = (kind.__name__, account, region)
        if key not in self._stores:
            self._stores[key] = kind()
        return self._stores[key]

    def stores(self, kind: type, account: str) -> dict[str, Any]:
        """An account's stores of this kind by region."""
        name = kind.__name__
        return {region: store for (k, a, region), store in self._stores.items() if k == name and a == account}

    def new_id(self) -> str:
        """A UUID-shaped id; the same run gives the same ids."""
        return f"00000000-0000-4000-8000-{next(self._ids):012x}"
