# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a plan is made of: Changes, PlanErrors and PlanWarnings. All of it is data; nothing here calls AWS."""

from __future__ import annotations

from dataclasses import dataclass, field

# The kinds of a Change. REPLACE re-creates what an earlier Change of the same key deletes.
CREATE, UPDATE, DELETE, REPLACE = "create", "update", "delete", "replace"

# A placeholder for an answer that AWS has not given yet, long enough for an ARN.
UNKNOWN = "?" * 20


@dataclass(frozen=True)
class FromAnswer:
    """A placeholder in a Change's params for a part of the answer to an earlier call of the same plan.

    key: the path in the answer, with dots between names. region: for an ARN, the Region to replace its Region by.
    """

    method: str
    key: str
    region: str | None = None


@dataclass(frozen=True)
class Change:
    """One mutating AWS call.

    key identifies the Change within one resource: `ttl`, `global_secondary_indexes[by-email]`,
    `replicas[us-east-1].tags`. A replacement is two Changes with one key, a DELETE and a REPLACE.
    action completes "Failed to ..." and names everything that the call changes, in parts with "; " between them.
    method and params are the botocore client's.
    path: the option that requests the Change.
    phase: Changes of a lower phase are applied first, in all Regions.
    needs: keys of other Changes; this Change is deferred if one of them is.
    meanwhile: what is the case while it is deferred, as a sentence.
    """

    key: str
    kind: str
    action: str
    region: str
    service: str
    method: str
    params: dict
    path: str
    phase: int = 0
    needs: tuple = field(default=(), compare=False)
    meanwhile: str = field(default="", compare=False)

    @property
    def summary(self):
        """The first part of the action, for sentences that say more about it."""
        return self.action.partition("; ")[0]

    @property
    def identity(self):
        """Equal for the same Change in two plans. REPLACE equals CREATE: after the DELETE, a new plan has a CREATE."""
        return self.key, self.kind == DELETE

    def waits_for(self, other):
        """Whether this Change needs another one, whose key may also be a part of a key in `needs`, or the reverse."""
        return any(is_within(need, other.key) or is_within(other.key, need) for need in self.needs)


def is_within(key, other):
    """Whether a key is another one, or a part of it, such as `replicas[us-east-1].tags` of `replicas[us-east-1]`."""
    return key == other or key.startswith((f"{other}[", f"{other}."))


@dataclass(frozen=True)
class PlanError:
    """A desired state that cannot be reached, or only after the user confirms it. path: its option.

    requires: (option, value) that confirms it; the message ends with "requires OPTION: VALUE".
    """

    path: str
    message: str
    requires: tuple | None = None

    @classmethod
    def unconfirmed(cls, path, words, option, value):
        """words: what has to be confirmed, up to "requires"."""
        return cls(path, f"{words} requires {option}: {value}", (option, value))

    def __str__(self):
        return f"{self.path}: {self.message}"


@dataclass(frozen=True)
class PlanWarning:
    """Something that the user should know, although it is not an error.

    of_change: whether it is a consequence of the Changes, and therefore part of the plan.
    """

    text: str
    of_change: bool = False


@dataclass(frozen=True)
class PlanPending:
    """A rate limit that will defer a Change of the plan, for check mode. path: the option that requests the Change.

    seconds: after which AWS accepts it, counted from this run or from `since`, a datetime. With `since`, it is not
    certain that AWS defers the Change. reason: a sentence.
    """

    path: str
    reason: str
    seconds: int
    since: object = None


@dataclass(eq=False, repr=False)
class Plan:
    """changes: in the order to apply them. before, after: the parts of the declaration that differ.

    notes: the consequences of the Changes; warnings: other sentences. pending: PlanPendings.
    """

    changes: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    pending: list = field(default_factory=list)
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)

    def add(self, steps):
        """Add Changes, PlanErrors, PlanWarnings and PlanPendings."""
        for step in steps:
            if isinstance(step, Change):
                self.changes.append(step)
            elif isinstance(step, PlanError):
                self.errors.append(step)
            elif isinstance(step, PlanWarning):
                (self.notes if step.of_change else self.warnings).append(step.text)
            elif isinstance(step, PlanPending):
                self.pending.append(step)
