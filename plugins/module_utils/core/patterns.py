# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Forms of AWS's names, shared by the modules and the roles. Cheap to import: the roles do so on the controller."""

from __future__ import annotations

import re

REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}")
REGION_FORM = "the name of a Region, such as eu-west-1"
# Of tables and indexes (R59).
NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
VPC_ID = re.compile(r"vpc-[0-9a-f]+")
ROUTE_TABLE_ID = re.compile(r"rtb-[0-9a-f]+")
ROLE_NAME = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)  # R110


def name_problem(name):
    """What is wrong with the name of a table or an index, in words; None where nothing is (R59)."""
    if NAME.fullmatch(name):
        return None
    wrong = re.sub(r"[a-zA-Z0-9_.-]", "", name)[:1]
    what = f"contains {wrong!r}" if wrong else f"has {len(name)} character{'' if len(name) == 1 else 's'}"
    return f"{name!r} {what}; a name has 3 to 255 characters of a-z A-Z 0-9 _ - ."


def closest(name, names):
    """The name that was probably meant; None where none is near."""
    import difflib  # not above: a correct name does not need it

    close = difflib.get_close_matches(str(name), [str(known) for known in names], 1, cutoff=0.7)
    return close[0] if close else None


def did_you_mean(name, names):
    """A hint at the name that was probably meant, to end a message with; "" where none is near."""
    guess = closest(name, names)
    return f"; did you mean {guess}?" if guess else ""


def given_twice(values):
    """{index of a repeated value: index of the first equal one} of a list."""
    first = {}
    return {place: first[value] for place, value in enumerate(values) if first.setdefault(value, place) != place}
