# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests marked `soak` share.

`make test` runs these tests once, each time with the same examples. `make soak N=…` runs N rounds of them, each with
its own seed, which Hypothesis and `random_source` use. So a test has one number of examples, and N multiplies it. A
test counts what it does with `count`, and the soak prints the sums.
"""

from __future__ import annotations

import atexit
import json
import os
import random
from collections import Counter
from pathlib import Path

# Set by extensions/environment/soak_rounds.py for each round. None, 0 and 1 in `make test`.
SEED = int(os.environ["SOAK_SEED"]) if "SOAK_SEED" in os.environ else None
ROUND = int(os.environ.get("SOAK_ROUND", 0))
ROUNDS = int(os.environ.get("SOAK_ROUNDS", 1))

_figures = Counter()


def count(name, number=1):
    """Count what a test did, such as "steps". The soak adds up what all rounds counted."""
    _figures[name] += number


def random_source(name):
    """Return a random.Random for a test without Hypothesis: the same on each run of `make test`, or of a round."""
    return random.Random(f"{name} {SEED}")


def sample(items, number):
    """In `make test`, choose `number` of the items, evenly. The rounds of a soak together take all of them."""
    items = list(items)
    if SEED is not None:
        return items[ROUND::ROUNDS]
    number = min(number, len(items))
    return [items[index * len(items) // number] for index in range(number)]


def _write_figures(path):
    Path(path).write_text(json.dumps(_figures))


if "SOAK_FIGURES" in os.environ:
    atexit.register(_write_figures, os.environ["SOAK_FIGURES"])  # also after Ctrl-C
