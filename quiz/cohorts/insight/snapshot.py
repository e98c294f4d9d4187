"""The members of a cohort at one check, as pages about them read it. Pure: values that were loaded before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from quiz.cohorts.analysis.change import MeasuredAbility, MemberChange, measure_change
from quiz.cohorts.analysis.members import MeasuredArea, MeasuredMember
from quiz.cohorts.models import CohortCheck


class MemberState(StrEnum):
    """Where a member is with a check, from having a result to not knowing of it."""

    DONE = "done"
    #: Closed at its closing time with a question still open; the answers before count.
    PART = "part"
    OPEN = "open"
    NOT_STARTED = "not started"
    #: Invited, and has not joined.
    NOT_JOINED = "not joined"
    NOT_INVITED = "not invited"
    #: Has left the cohort, which takes the results out of sight.
    NOT_SHARED = "not shared"

    @property
    def has_result(self) -> bool:
        """Whether there is a result to show."""
        return self in (MemberState.DONE, MemberState.PART)


@dataclass(frozen=True)
class SnapshotMember:
    """One entry of the roster with what the check says of it."""

    id: int
    key: str
    name: str
    external_id: str | None
    group: str | None
    #: None: nobody has joined as it.
    person_id: int | None
    state: MemberState
    #: Id of the sitting; None: not begun, or not to be seen.
    sitting_id: int | None = None
    finished_at: datetime | None = None
    #: By area, in the order of the areas of the page; empty without a result.
    areas: Mapping[str, MeasuredArea] = field(default_factory=dict)
    #: By area, in logits: this check, and the one before it.
    abilities: Mapping[str, MeasuredAbility] = field(default_factory=dict)
    earlier: Mapping[str, MeasuredAbility] = field(default_factory=dict)

    @cached_property
    def change(self) -> MemberChange | None:
        """What has changed since the check before; None where either has no result."""
        if not self.abilities or not self.earlier:
            return None
        changes = {}
        for area, after in self.abilities.items():
            if area in self.earlier:
                change = measure_change(self.earlier[area], after)
                if change is not None:
                    changes[area] = change
        return MemberChange(self.key, None, changes) if changes else None


@dataclass(frozen=True)
class CheckChoice:
    """A check of the cohort, with how many members have a result in it."""

    check: CohortCheck
    results: int


@dataclass(frozen=True)
class CohortSnapshot:
    """A cohort at one check."""

    #: All checks, in the order in which they open.
    checks: tuple[CheckChoice, ...]
    #: The check that it is about, and the one before it that has results; None: there is none.
    check: CohortCheck | None
    earlier_check: CohortCheck | None
    #: Required level by area, in the order of the bank: the areas that the check asks about.
    required: Mapping[str, float]
    #: The roster without test people, by name.
    members: tuple[SnapshotMember, ...]

    @cached_property
    def measured(self) -> tuple[MeasuredMember, ...]:
        """The members with a result."""
        return tuple(
            MeasuredMember(one.key, one.areas)
            for one in self.members
            if one.state.has_result
        )

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """The groups by name, with the keys of their members."""
        groups: dict[str, set[str]] = {}
        for one in self.members:
            if one.group:
                groups.setdefault(one.group, set()).add(one.key)
        return {name: frozenset(groups[name]) for name in sorted(groups)}

    @cached_property
    def by_key(self) -> dict[str, SnapshotMember]:
        """The members by key."""
        return {one.key: one for one in self.members}

    def count_states(self) -> dict[MemberState, int]:
        """Return how many members are in each state."""
        counts = dict.fromkeys(MemberState, 0)
        for one in self.members:
            counts[one.state] += 1
        return counts
