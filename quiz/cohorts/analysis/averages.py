"""Which groups of a cohort an average may be shown of, so that no average tells of fewer than five people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

#: Fewest people behind an average.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class AverageGuard:
    """The groups of one cohort whose averages may be shown, decided for all of them at once.

    Two people are in the same *cell* when they are in the same published groups. The cohort itself is published when it
    has at least five people. Then one group after the other, in the order given, is published if every cell still has
    at least five people (or none) with it.

    **What this protects.** When two people of one cell swap their results, no published figure changes: each of them is about
    a set that has either both or neither. So nothing that is worked out from any number of published figures, by
    subtracting, weighting or otherwise, can tell the people of a cell apart, and a cell has at least five. This covers
    a group of fewer than five, a group that leaves out fewer than five, and two groups that overlap or
    differ in fewer than five. It needs no record of what was asked before, because the published groups are the same
    for everybody who asks.

    **What it does not protect.** It is about averages, not about results of single people, which an instructor may see.
    Where all of a group are alike ("all five are below"), the figure says so of each. It does not know what a reader knows
    from elsewhere: who knows four of five levels can work out the fifth. It holds for one state of the cohort: who
    compares the average of today with that of yesterday, between which one more result came in, learns something of that
    result, which is why averages are rounded to one decimal. A group that is made from results ("all who are below in
    SQL") says something of each of its people by itself, so such a group is a list of people for instructors, and
    never a group here.
    """

    #: Who the averages are about.
    people: frozenset[str]
    #: The published groups by name, without the cohort itself.
    groups: Mapping[str, frozenset[str]]
    #: Groups of which no average is shown.
    withheld: frozenset[str]
    #: The cells of the published groups.
    cells: tuple[frozenset[str], ...]

    @classmethod
    def from_groups(
        cls,
        people: Collection[str],
        groups: Mapping[str, Collection[str]] | None = None,
    ) -> "AverageGuard":
        """Decide which groups are published; those given first go first.

        Parameters
        ----------
        people
            All who have a result that is averaged, and nobody else: decide again for each check, and for each area where
            not everybody was measured in it.
        groups
            Members by name of the group; members without a result do not count.
        """
        everyone = frozenset(people)
        published: dict[str, frozenset[str]] = {}
        cells = [everyone] if everyone else []
        for name, members in (groups or {}).items():
            group = everyone & frozenset(members)
            parts = [part for cell in cells for part in (cell & group, cell - group)]
            finer = [part for part in parts if part]
            if group and all(len(cell) >= FEWEST_PEOPLE for cell in finer):
                published[name], cells = group, finer
        withheld = frozenset((groups or {}).keys() - published.keys())
        return cls(everyone, published, withheld, tuple(cells))

    def may_average(self, people: Collection[str]) -> bool:
        """Return whether an average of these people may be shown: whole cells, with at least five people in each.

        People without a result are ignored. So the intersection or the union of any published groups may be shown.
        """
        chosen = self.people & frozenset(people)
        touched = [cell for cell in self.cells if cell & chosen]
        return bool(touched) and all(
            cell <= chosen and len(cell) >= FEWEST_PEOPLE for cell in touched
        )
