# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The state of a simulator as bytes: to begin many cases in the same state, and to recognize a state that is equal.

It is everything that the answers depend on: the time, all resources, and the scheduled events. It is neither the log,
nor the state of mounted emulators (IAM, EC2): there is no snapshot of a simulator that has used one.
"""

from __future__ import annotations

import io
import pickle

from ansible_collections.stackkit.dynamodb.extensions.simulator.core.mount import MOUNT

# The parts of a simulator that a world refers to, and that are not part of the state.
SHARED = ("clock", "durations", "lookups")


class _Pickler(pickle.Pickler):
    def __init__(self, file, names):
        super().__init__(file)
        self._names = names

    def persistent_id(self, obj):
        return self._names.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, world):
        super().__init__(file)
        self._world = world

    def persistent_load(self, pid):
        return getattr(self._world, pid)


def take(simulator):
    """The state as bytes, or None if a mounted emulator has a part of it."""
    if MOUNT.used_by(simulator.dispatcher):
        return None
    with simulator.dispatcher.locked_world() as world:
        written = io.BytesIO()
        _Pickler(written, {id(getattr(world, name)): name for name in SHARED}).dump(world)
        return written.getvalue()


def restore(simulator, taken):
    """Put a simulator back into one of its states, with an empty log, and without faults."""
    simulator.reset()
    with simulator.dispatcher.locked_world() as world:
        simulator.dispatcher.world = _Unpickler(io.BytesIO(taken), world).load()
        simulator.clock.set(simulator.dispatcher.world.now)
