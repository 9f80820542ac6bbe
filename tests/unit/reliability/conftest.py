# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.calls import Calls, repeatable


@pytest.fixture
def calls(simulator):
    """Clients on which anything may happen at the nth call."""
    with repeatable(simulator):
        yield Calls(simulator)
