# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The forms of AWS names, for modules and roles. Cheap to import, because the roles do it on the controller."""

from __future__ import annotations

import re

REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}")
REGION_FORM = "the name of a Region, such as eu-west-1"
# A table or an index (R59).
NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
VPC_ID = re.compile(r"vpc-[0-9a-f]+")
ROUTE_TABLE_ID = re.compile(r"rtb-[0-9a-f]+")
ROLE_NAME = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)  # R110

# How the names of the Regions begin that are not in the partition "aws" (R130).
PARTITIONS = {
    "cn-": "aws-cn",
    "eu-isoe-": "aws-iso-e",
    "eusc-": "aws-eusc",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
}


def partition_of(region):
    return next((partition for start, partition in PARTITIONS.items() if region.startswith(start)), "aws")


def partition_problem(arn, region):
    """Why an ARN cannot be used in a Region; None if it can, if it is not an ARN, or if region is None (R130)."""
    partition = arn.split(":")[1] if arn.startswith("arn:") else None
    if None in (partition, region) or partition == partition_of(region):
        return None
    return f"{arn} is in the partition {partition}; {region} is in {partition_of(region)}"


def region_problem(arn, region):
    """Like partition_problem, for an ARN that must be in the Region itself if it contains one."""
    of = "".join(arn.split(":")[3:4]) if arn.startswith("arn:") else ""
    if of and region and of != region:
        return f"{arn} is in {of}; must be in {region}"
    return partition_problem(arn, region)


def name_problem(name):
    """Why a name is not valid for a table or an index, in words; None if it is (R59)."""
    if NAME.fullmatch(name):
        return None
    wrong = re.sub(r"[a-zA-Z0-9_.-]", "", name)[:1]
    what = f"contains {wrong!r}" if wrong else f"has {len(name)} character{'' if len(name) == 1 else 's'}"
    return f"{name!r} {what}; a name has 3 to 255 characters of a-z A-Z 0-9 _ - ."


def closest(name, names):
    """The most similar name; None if none is similar."""
    import difflib  # imported here because valid options do not need it

    close = difflib.get_close_matches(str(name), [str(known) for known in names], 1, cutoff=0.7)
    return close[0] if close else None


def did_you_mean(name, names):
    """The end of a message that suggests a similar name, or one of which it is the end or the start; "" without any."""
    longer = (known for known in names if str(known).endswith(f"_{name}") or str(known).startswith(f"{name}_"))
    guess = closest(name, names) or next(longer, None)
    return f"; did you mean {guess}?" if guess else ""


def given_twice(values):
    """The repeated values of a list -> {index of a repetition: index of the first equal value}."""
    first = {}
    return {place: first[value] for place, value in enumerate(values) if first.setdefault(value, place) != place}
