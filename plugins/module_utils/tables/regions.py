# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The Regions of a table as targets: the table itself and each of its replicas, with the desired state there."""

from __future__ import annotations

from dataclasses import dataclass, field

from .aspects import deletion_protection
from .changes import INHERITED, Table
from .registry import ASPECTS, IN_REPLICAS, option
from .values import replica


@dataclass(eq=False, repr=False)
class RegionTarget:
    """One Region of a table: the Region of the table itself, or of a replica. Only one thread at a time changes it.

    desired: [(aspect, its desired value)]; for a removal, the aspects with a `remove`.
    params: the options that apply there. removed: whether the task removes this replica.
    table_id: of the table that was read first; another one was created since.
    description: the latest of DescribeTable there; None if the table does not exist or is being deleted.
    answers: {aspect: its answer}. arn: None if it is not known yet.
    unsupported: {aspect: the AwsError which says that AWS does not have it here} (R114).
    in_progress: whether an operation is in progress, so that description may be outdated.
    being_created: whether another run is adding the replica, so that its Region may not show it yet.
    """

    region: str
    params: dict
    desired: list
    is_home: bool = False
    removed: bool = False
    description: dict | None = None
    table_id: str | None = None
    answers: dict = field(default_factory=dict)
    unsupported: dict = field(default_factory=dict)
    arn: str | None = None
    in_progress: bool = False
    being_created: bool = False

    @property
    def table(self):
        return Table(self.params["name"], self.region, self.arn)

    @property
    def readings(self):
        """[(aspect, its desired value)] of the aspects that DescribeTable does not show."""
        return [one for one in self.desired if hasattr(one[0], "read") and one[0] not in self.unsupported]

    def path(self, option):
        """The option that requires a call for an option here."""
        if self.params["state"] == "absent":
            return "state"
        return option if self.is_home else f"replicas[{self.region}].{option}"

    def observed(self, aspect):
        """The current value; that of a new table where AWS does not have the feature."""
        return aspect.NEW if aspect in self.unsupported else aspect.observe(self.description, self.answers.get(aspect))

    def initial(self, aspect):
        """The value of a new table here, with what remains of an earlier table of that name."""
        remains = self.description is None and hasattr(aspect, "remains") and self.answers.get(aspect)
        return aspect.remains(remains) if remains else aspect.NEW


def targets(params):
    """{Region: RegionTarget} of the table, in params["region"], and of its declared replicas."""
    home = RegionTarget(params["region"], params, _desired(ASPECTS, params), is_home=True)
    entries = params["replicas"] or [] if params["state"] == "present" else []
    others = []
    for entry in entries:
        own = params_in(entry, params)
        others.append(RegionTarget(entry["region"], own, _desired(IN_REPLICAS, own)))
    return {target.region: target for target in [home, *others]}


def undeclared(params, description):
    """[RegionTarget] of the live replicas that the task removes without listing them. description: of the table."""
    live = [entry["RegionName"] for entry in replica.replicas_of(description)]
    if params["state"] == "present":
        purged = params["replicas"] is not None and params["purge_replicas"]
        listed = [entry["region"] for entry in params["replicas"] or []]
        live = [region for region in live if purged and region not in listed]
    removal = [(aspect, aspect.NEW) for aspect in removers(params, alone=True)]
    return [RegionTarget(region, {**params, "region": region}, removal, removed=True) for region in live]


def removers(params, *, alone):
    """Yield the aspects that take part in a removal. alone: of a replica, while the table remains.

    The removal of a replica alone covers the declared aspects, the removal of a table covers all.
    """
    for aspect in ASPECTS:
        if hasattr(aspect, "remove") and (aspect in IN_REPLICAS or not alone):
            declared = params[option(aspect)] is not None
            if params["state"] == "absent" or aspect is deletion_protection or declared:
                yield aspect


def params_in(entry, params):
    """The options that apply in a replica: those of the table, overridden by those of the entry."""
    own = {}
    for aspect in IN_REPLICAS:
        name = option(aspect)
        if hasattr(aspect, "in_replica"):
            own[name] = aspect.in_replica(entry, params)
        else:
            inherited = params[name] if aspect.IN_REPLICAS == INHERITED else None
            own[name] = inherited if entry.get(name) is None else entry[name]
    return {**params, "region": entry["region"], **own}


def _desired(aspects, params):
    if params["state"] == "absent":
        return [(aspect, aspect.NEW) for aspect in removers(params, alone=False)]
    return [(aspect, want) for aspect in aspects for want in [aspect.want(params)] if want is not None]
