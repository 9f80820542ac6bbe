# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The regions of a table as lanes: the table at home, and each of its replicas, with the options that hold there."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..core.change import ARN, INHERITED, Table
from .aspects import insights, kinesis, policy, protection, recovery, tags
from .registry import ASPECTS
from .values import replica

# Options of the task that hold in every region as they are.
SHARED = (
    "attributes global_secondary_indexes purge_indexes purge_tags allow_recreate force_delete billing_mode "
    "confirm_remove_self_resource_access disassociation_protection"
).split()


@dataclass
class Lane:
    """One region of a table: the table at home, or a replica. Only one thread at a time changes it.

    params: the options that hold there. description: DescribeTable's latest there, None: no table there, or one that
    is being deleted. answers: {aspect: its reading}. leaving: the task takes this replica away.
    moving: whether description may be out of date because something is under way. coming: whether the replica is being
    added already, and its region does not show it yet.
    """

    region: str
    params: dict
    at_home: bool = False
    leaving: bool = False
    description: dict | None = None
    answers: dict = field(default_factory=dict)
    moving: bool = False
    coming: bool = False
    arn: str = ARN

    @property
    def table(self):
        return Table(self.params["name"], self.region, self.arn)


def lanes(params):
    """{region: Lane} of the table and of its declared replicas. params["region"] is home."""
    home = Lane(params["region"], params, at_home=True)
    entries = params["replicas"] or [] if params["state"] == "present" else []
    others = [Lane(entry["region"], _params_in(entry, params)) for entry in entries]
    return {lane.region: lane for lane in [home, *others]}


def leaving(params, description):
    """[Lane] of the live replicas that the task takes away and does not name. description: of the table at home."""
    live = [entry["RegionName"] for entry in replica.replicas_of(description)]
    if params["state"] == "present":
        purged = params["replicas"] is not None and params["purge_replicas"]
        listed = [entry["region"] for entry in params["replicas"] or []]
        live = [region for region in live if purged and region not in listed]
    return [Lane(region, {**params, "region": region}, leaving=True) for region in live]


def readings(lane):
    """[(aspect, what is wanted of it)] of the aspects that have to be read in a lane besides DescribeTable."""
    return [(aspect, want) for aspect, want in wants(lane) if hasattr(aspect, "read")]


def wants(lane):
    """Of a lane's aspects, those that are declared; of a removal, those that take part in it."""
    if lane.leaving or lane.params["state"] == "absent":
        return [(aspect, aspect.NEW) for aspect in ASPECTS if _takes_part_in_removal(aspect, lane)]
    aspects = ASPECTS if lane.at_home else [aspect for aspect in ASPECTS if hasattr(aspect, "IN_REPLICAS")]
    return [(aspect, want) for aspect in aspects for want in [aspect.want(lane.params)] if want is not None]


def _takes_part_in_removal(aspect, lane):
    """A replica that goes alone takes along what the task declares; a table that goes takes along all."""
    if not hasattr(aspect, "remove") or (lane.leaving and not hasattr(aspect, "IN_REPLICAS")):
        return False
    undeclared = lane.params[next(iter(aspect.OPTIONS))] is None
    return lane.params["state"] == "absent" or aspect is protection or not undeclared


def _params_in(entry, params):
    """The options of one replica as those of a table in its region, for the aspects that are its own."""
    derived = {**dict.fromkeys(params), "name": params["name"], "state": params["state"], "region": entry["region"]}
    derived.update({option: params[option] for option in SHARED})
    for aspect in (protection, recovery, insights, tags, kinesis, policy):
        option = next(iter(aspect.OPTIONS))
        inherited = params[option] if aspect.IN_REPLICAS == INHERITED else None
        derived[option] = inherited if entry.get(option) is None else entry[option]
    derived["autoscaling"] = _scaling_in(entry, params)
    return derived


def _scaling_in(entry, params):
    """A replica's reads scale by its own options; all scaling ends with the table's."""
    if params["autoscaling"] and not params["autoscaling"]["enabled"]:
        return {"enabled": False, "read": None, "write": None, "indexes": None}
    own = entry.get("autoscaling")
    if own is None:
        return None
    indexes = [{**index, "write": None} for index in own["indexes"] or []]
    return {"enabled": True, "read": own["read"], "write": None, "indexes": indexes}
