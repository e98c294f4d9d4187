"""No average tells of fewer than five people, whatever is combined."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.cohorts.analysis.averages import FEWEST_PEOPLE, AverageGuard

PEOPLE = [f"p{number:02}" for number in range(24)]
MEMBERS = st.sets(st.sampled_from(PEOPLE))
GROUPS = st.dictionaries(st.sampled_from("abcd"), MEMBERS, max_size=4)


def test_five_people_are_averaged_and_four_are_not() -> None:
    assert AverageGuard.from_groups(PEOPLE[:5]).may_average(PEOPLE[:5])
    assert not AverageGuard.from_groups(PEOPLE[:4]).may_average(PEOPLE[:4])
    assert not AverageGuard.from_groups([]).may_average([])


def test_a_group_that_leaves_out_four_of_all_is_withheld() -> None:
    guard = AverageGuard.from_groups(PEOPLE[:12], {"all but four": PEOPLE[:8]})

    assert guard.withheld == {"all but four"}
    assert not guard.may_average(PEOPLE[:8])


def test_a_group_that_leaves_out_five_of_all_is_published() -> None:
    guard = AverageGuard.from_groups(PEOPLE[:12], {"seven": PEOPLE[:7]})

    assert guard.may_average(PEOPLE[:7])
    assert guard.may_average(PEOPLE[7:12])
    assert guard.may_average(PEOPLE[:12])


def test_of_two_groups_that_differ_in_one_person_the_second_is_withheld() -> None:
    guard = AverageGuard.from_groups(
        PEOPLE[:20], {"ten": PEOPLE[:10], "nine of them": PEOPLE[:9]}
    )

    assert guard.may_average(PEOPLE[:10])
    assert not guard.may_average(PEOPLE[:9])


def test_the_intersection_of_two_published_groups_may_be_shown() -> None:
    guard = AverageGuard.from_groups(
        PEOPLE[:20], {"first ten": PEOPLE[:10], "middle ten": PEOPLE[5:15]}
    )

    assert not guard.withheld
    assert guard.may_average(PEOPLE[5:10])
    assert not guard.may_average(PEOPLE[5:9])


def test_somebody_without_a_result_changes_no_group() -> None:
    guard = AverageGuard.from_groups(PEOPLE[:10], {"five": [*PEOPLE[:5], "absent"]})

    assert guard.may_average([*PEOPLE[:5], "absent"])
    assert not guard.may_average(["absent"])


def test_a_group_loses_its_average_when_results_of_its_members_are_missing() -> None:
    """Whoever decides for a check must count those who have a result of it."""
    with_results = [*PEOPLE[:4], *PEOPLE[5:12]]
    guard = AverageGuard.from_groups(with_results, {"five": PEOPLE[:5]})

    assert guard.withheld == {"five"}


@settings(deadline=None, max_examples=150)
@given(everyone=MEMBERS, groups=GROUPS, asked=st.lists(MEMBERS, max_size=4))
def test_any_two_sets_that_may_be_averaged_differ_in_nobody_or_in_five(
    everyone: set[str], groups: dict[str, set[str]], asked: list[set[str]]
) -> None:
    guard = AverageGuard.from_groups(everyone, groups)
    sets = [frozenset(one) for one in (everyone, *groups.values(), *asked)]
    pairs = list(combinations(sets, 2))
    sets += [a & b for a, b in pairs] + [a | b for a, b in pairs]
    sets += [a - b for a, b in pairs] + [b - a for a, b in pairs]

    shown = [one & guard.people for one in sets if guard.may_average(one)]

    assert all(len(one) >= FEWEST_PEOPLE for one in shown)
    for a, b in combinations(shown, 2):
        for part in (a - b, b - a, a & b):
            assert not part or len(part) >= FEWEST_PEOPLE


@settings(deadline=None, max_examples=100)
@given(everyone=MEMBERS, groups=GROUPS)
def test_people_of_one_cell_are_in_the_same_published_groups_and_everybody_is_in_one(
    everyone: set[str], groups: dict[str, set[str]]
) -> None:
    guard = AverageGuard.from_groups(everyone, groups)

    for cell in guard.cells:
        for group in guard.groups.values():
            assert cell <= group or not cell & group
    assert sorted(person for cell in guard.cells for person in cell) == sorted(everyone)
    assert guard.groups.keys() | guard.withheld == groups.keys()
