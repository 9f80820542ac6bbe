# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a plan is made of: Changes, PlanErrors and PlanWarnings. All of it is data; nothing here calls AWS."""

from __future__ import annotations

from dataclasses import dataclass, field

# The kinds of a Change. REPLACE creates again what an earlier Change of the same key has deleted.
CREATE, UPDATE, DELETE, REPLACE = "create", "update", "delete", "replace"

# Stands for an answer that AWS has not given yet. It is long enough for an ARN.
UNKNOWN = "?" * 20


@dataclass(frozen=True)
class FromAnswer:
    """Stands in a Change's params for a part of the answer to an earlier call of the same plan.

    key: where in the answer, with dots between names. region: for an ARN, the Region that it is used in.
    """

    method: str
    key: str
    region: str | None = None


@dataclass(frozen=True)
class Change:
    """One mutating AWS call.

    key identifies it among the Changes of one resource: `ttl`, `global_secondary_indexes[by-email]`,
    `replicas[us-east-1].tags`. A replacement is two Changes of one key, so kind is a part of the identity.
    action completes "Failed to ..." and names everything that the call changes.
    method and params are the botocore client's.
    path: the option that asks for the Change.
    phase: Changes of a lower phase are made first, in all Regions.
    needs: keys of Changes; while one of them is deferred, so is this one.
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

    @property
    def identity(self):
        """Equal for the Changes of two plans that do the same: what one plan replaces, a later one may create."""
        return self.key, self.kind == DELETE

    def waits_for(self, other):
        """Whether it needs another Change: one key may be a part of what the other names."""
        return any(_is_within(need, other.key) or _is_within(other.key, need) for need in self.needs)


def _is_within(key, other):
    return key == other or key.startswith((f"{other}[", f"{other}."))


@dataclass(frozen=True)
class PlanError:
    """Something desired that cannot be done, or not without the user's confirmation. path: its option."""

    path: str
    message: str

    def __str__(self):
        return f"{self.path}: {self.message}"


@dataclass(frozen=True)
class PlanWarning:
    """Something the user should know although nothing is wrong."""

    text: str


@dataclass
class Plan:
    """changes in the order to make them; errors, warnings; the declaration before and after, as far as they differ."""

    changes: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)

    def add(self, steps):
        """Sort what is planned: Changes, PlanErrors and PlanWarnings."""
        for step in steps:
            if isinstance(step, Change):
                self.changes.append(step)
            elif isinstance(step, PlanError):
                self.errors.append(step)
            elif isinstance(step, PlanWarning):
                self.warnings.append(step.text)
