"""Where a cohort stands."""

from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.cohorts.analysis.members import MeasuredMember
from quiz.cohorts.analysis.standing import summarise_standing
from quiz.measurement.reporting.classification import MasteryStatement
from tests.cohorts.analysis.members import REQUIRED, everywhere, measured, member

SIX = [everywhere(f"p{number}", 0.3 * number) for number in range(6)]


def test_every_required_area_has_its_level_people_and_statements() -> None:
    standing = summarise_standing(SIX, REQUIRED)

    sql = standing.areas[-1]
    assert [area.area for area in standing.areas] == ["git", "http", "prog", "sql"]
    assert sql.required == 2.0
    assert sql.levels[0] == ("p0", 0.0)
    assert [level for _, level in sql.levels] == sorted(
        level for _, level in sql.levels
    )
    assert sum(sql.statements.values()) == sql.measured == standing.people == 6


def test_the_median_and_the_share_below_are_those_of_the_levels() -> None:
    git = summarise_standing(SIX, REQUIRED).areas[0]

    assert git.summary is not None
    assert git.summary.people == 6
    # 0, .3, .6, .9, 1.2, 1.5: halfway between the third and the fourth, rounded to even.
    assert git.summary.median == pytest.approx(0.75, abs=0.051)
    # Below 1 with the whole band of .3 on either side: 0, .3 and .6.
    assert git.summary.share_below == 0.5
    assert git.below == 3


def test_four_people_are_counted_and_not_averaged() -> None:
    git = summarise_standing(SIX[:4], REQUIRED).areas[0]

    assert git.summary is None
    assert git.measured == 4


def test_an_area_that_four_of_six_were_measured_in_has_no_average() -> None:
    members = [*SIX[:4], *(member(f"q{n}", {"git": 1.0}) for n in range(2))]

    standing = {area.area: area for area in summarise_standing(members, REQUIRED).areas}

    assert standing["git"].summary is not None
    assert standing["http"].summary is None
    assert standing["http"].unmeasured == 2


def test_a_filter_that_leaves_out_one_person_shows_people_and_no_average() -> None:
    everybody_but_one = [one.key for one in SIX[1:]]

    filtered = summarise_standing(SIX, REQUIRED, chosen=everybody_but_one)

    assert filtered.people == 5
    assert all(area.summary is None for area in filtered.areas)
    assert all(area.measured == 5 for area in filtered.areas)


def test_a_group_of_five_beside_five_others_has_averages() -> None:
    members = [everywhere(f"p{number}", 1.0) for number in range(10)]
    groups = {"morning": [f"p{number}" for number in range(5)]}

    with_groups = summarise_standing(
        members, REQUIRED, groups=groups, chosen=groups["morning"]
    )
    without = summarise_standing(members, REQUIRED, chosen=groups["morning"])

    assert with_groups.areas[0].summary is not None
    assert without.areas[0].summary is None


def test_the_statement_decides_who_is_below_and_not_the_level() -> None:
    """A level under the required one may be too close to call."""
    areas = {"git": measured(0.9, MasteryStatement.TOO_CLOSE)}
    members = [MeasuredMember(f"p{number}", areas) for number in range(5)]

    git = summarise_standing(members, {"git": 1.0}).areas[0]

    assert git.summary is not None
    assert git.summary.share_below == 0
    assert git.undecided == 5


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 3), min_size=5, max_size=40))
def test_summaries_agree_with_the_plain_median_to_the_digit_shown(
    levels: list[float],
) -> None:
    members = [everywhere(f"p{n:02}", level) for n, level in enumerate(levels)]

    git = summarise_standing(members, REQUIRED).areas[0]

    assert git.summary is not None
    assert git.summary.median == pytest.approx(median(levels), abs=0.0501)
    assert (
        git.summary.lower_quartile <= git.summary.median <= git.summary.upper_quartile
    )
    assert git.summary.share_below == git.below / len(levels)
