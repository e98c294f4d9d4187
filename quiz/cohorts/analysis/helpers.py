"""Who can help whom: pairs of members, by area."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from quiz.cohorts.analysis.members import MeasuredArea, MeasuredMember
from quiz.measurement.reporting.classification import NO_GAP_STATEMENTS


@dataclass(frozen=True, slots=True)
class HelperPair:
    """A member who can help another in one area."""

    helper: str
    learner: str
    area: str
    #: How many levels lie between their bands: from the upper end of the learner's to the lower end of the helper's.
    distance: float


def pair_helpers(
    members: Iterable[MeasuredMember],
    required: Mapping[str, float],
    *,
    most_learners: int = 2,
    areas: Sequence[str] | None = None,
) -> list[HelperPair]:
    """Return who can help whom, in areas of the goal.

    A helper's whole band lies at or above the required level, and what is said of the area is "reached" or "probably
    reached"; a learner's whole band lies below it, and what is said is "not yet" or "probably not yet". So even at the near
    ends of both bands the helper is ahead. Each learner gets at most one helper an area, each helper at most
    `most_learners` different learners over all areas, and nobody is given a second helper while somebody else who could have one has none.
    Learners who miss most choose first, and among helpers the one with the fewest learners so far, then the nearest
    above: someone who has just learned a thing explains it best, and the strongest are not used up.
    """
    people = {one.key: one for one in members}
    pairing = _Pairing(people, required, most_learners)
    counts: Counter[str] = Counter()
    # Who has the fewest helpers so far comes first; among them, who misses most.
    waiting = [
        (0, place, learner, area)
        for place, (learner, area) in enumerate(
            _list_wanted_help(people.values(), required, areas)
        )
    ]
    while waiting:
        count, place, learner, area = heappop(waiting)
        if counts[learner] > count:
            heappush(waiting, (counts[learner], place, learner, area))
        elif pairing.add_pair(learner, area):
            counts[learner] += 1
    return pairing.pairs


class _Pairing:
    """Helpers while they are given learners."""

    def __init__(
        self,
        people: Mapping[str, MeasuredMember],
        required: Mapping[str, float],
        most_learners: int,
    ) -> None:
        """Begin with nobody helped."""
        self.people = people
        self.most_learners = most_learners
        self.pairs: list[HelperPair] = []
        self.learners: dict[str, set[str]] = {key: set() for key in people}
        self.helpers: dict[str, set[str]] = {key: set() for key in people}
        #: Those who can help in each area, and have room for another learner.
        self.free: dict[str, list[str]] = {
            area: [
                key
                for key, one in people.items()
                if most_learners > 0 and _can_help(one.areas.get(area), level)
            ]
            for area, level in required.items()
        }
        self.able = {area: frozenset(keys) for area, keys in self.free.items()}

    def add_pair(self, learner: str, area: str) -> bool:
        """Give a learner a helper in an area; False where nobody has room."""
        candidates = {*self.helpers[learner] & self.able[area], *self.free[area]}
        candidates.discard(learner)
        if not candidates:
            return False
        helper = min(
            candidates,
            key=lambda key: (
                len(self.learners[key] - {learner}),
                self.people[key].areas[area].level,
                key,
            ),
        )
        self.learners[helper].add(learner)
        self.helpers[learner].add(helper)
        if len(self.learners[helper]) >= self.most_learners:
            for free in self.free.values():
                if helper in free:
                    free.remove(helper)
        near, far = self.people[helper].areas[area], self.people[learner].areas[area]
        self.pairs.append(HelperPair(helper, learner, area, near.low - far.high))
        return True


def _list_wanted_help(
    members: Iterable[MeasuredMember],
    required: Mapping[str, float],
    areas: Sequence[str] | None,
) -> list[tuple[str, str]]:
    """Return who is clearly below in which area, whoever misses most first."""
    wanted = [
        (required[area] - one.level, member.key, area)
        for member in members
        for area, one in member.areas.items()
        if required.get(area) and (areas is None or area in areas)
        if one.is_below and one.high < required[area]
    ]
    return [
        (key, area)
        for _, key, area in sorted(wanted, key=lambda w: (-w[0], w[1], w[2]))
    ]


def _can_help(measured: MeasuredArea | None, required: float) -> bool:
    return (
        measured is not None
        and measured.statement in NO_GAP_STATEMENTS
        and measured.low >= required
    )
