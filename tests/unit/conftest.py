# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import gc

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from hypothesis import settings

# The search for garbage, of which there is little, took a tenth of the time.
gc.set_threshold(100_000, 50, 1000)

# The same examples on every run and machine, however busy it is: a failure means that the code has changed.
settings.register_profile("repository", deadline=None, derandomize=True)
# Examples from the seed of the round. Without a database, a round does not repeat the failures of the rounds before it.
settings.register_profile("soak", deadline=None, derandomize=False, database=None, print_blob=False)
settings.load_profile("repository" if soak.SEED is None else "soak")


@pytest.fixture
def simulator():
    """A simulated AWS whose time is virtual."""
    return Simulator(clock=VirtualClock())
