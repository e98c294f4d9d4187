"""Who needs help first and why."""

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.cohorts.analysis.members import MeasuredMember
from quiz.cohorts.analysis.support import (
    SupportGroup,
    SupportReasonKind,
    SupportThresholds,
    classify_support,
    count_groups,
    rank_by_need,
)
from quiz.measurement.reporting.classification import MasteryStatement
from tests.cohorts.analysis.members import REQUIRED, everywhere, measured, member


def test_someone_below_in_half_of_the_areas_needs_help() -> None:
    case = classify_support(
        member("a", {"git": 0.5, "http": 0.5, "prog": 1.5, "sql": 2.5}), REQUIRED
    )

    assert case.group is SupportGroup.NEEDS_HELP
    assert case.reasons[0].kind is SupportReasonKind.MANY_GAPS
    assert (case.reasons[0].count, case.reasons[0].of) == (2, 4)
    assert case.missing_levels == 1.0


def test_one_gap_of_a_whole_level_is_enough() -> None:
    case = classify_support(
        member("a", {"git": 1.5, "http": 1.5, "prog": 1.5, "sql": 0.8}), REQUIRED
    )

    assert case.group is SupportGroup.NEEDS_HELP
    assert [one.kind for one in case.reasons] == [SupportReasonKind.LARGE_GAP]
    assert case.reasons[0].areas == ("sql",)
    assert round(case.reasons[0].levels, 6) == 1.2


def test_a_large_gap_whose_band_reaches_the_requirement_is_no_reason() -> None:
    areas = {
        "git": measured(1.5),
        "http": measured(1.5),
        "prog": measured(1.5),
        "sql": measured(0.9, MasteryStatement.LIKELY_NOT_YET, half_band=1.2),
    }

    case = classify_support(MeasuredMember("a", areas), REQUIRED)

    assert case.group is SupportGroup.ON_THE_WAY
    assert case.reasons[0].kind is SupportReasonKind.SOME_GAPS


def test_falling_back_in_two_areas_is_a_reason_although_nothing_is_below() -> None:
    strong = everywhere("a", 2.6)

    case = classify_support(strong, REQUIRED, fallen=("git", "http"))
    alone = classify_support(strong, REQUIRED, fallen=("git",))

    assert case.group is SupportGroup.NEEDS_HELP
    assert case.reasons[0].areas == ("git", "http")
    assert alone.group is SupportGroup.AHEAD


def test_the_whole_band_above_everywhere_is_ahead() -> None:
    case = classify_support(everywhere("a", 2.6), REQUIRED)

    assert case.group is SupportGroup.AHEAD
    assert case.reasons[0].kind is SupportReasonKind.ABOVE


def test_eleven_answers_say_nothing_however_bad_they_are() -> None:
    case = classify_support(
        MeasuredMember("a", {"git": measured(0.0, answers=11)}), REQUIRED
    )

    assert case.group is SupportGroup.NOT_ENOUGH_INFORMATION
    assert case.reasons[0].kind is SupportReasonKind.FEW_ANSWERS
    assert (case.reasons[0].count, case.reasons[0].of) == (11, 12)


def test_without_a_result_the_reason_is_another() -> None:
    case = classify_support(MeasuredMember("a", {}), REQUIRED)

    assert case.reasons[0].kind is SupportReasonKind.NO_RESULT


def test_someone_about_whom_everything_is_too_close_is_not_called_fine() -> None:
    case = classify_support(
        member("a", {"git": 1.0, "http": 1.1, "prog": 0.9, "sql": 2.0}, half_band=0.9),
        REQUIRED,
    )

    assert case.group is SupportGroup.NOT_ENOUGH_INFORMATION
    assert case.reasons[0].kind is SupportReasonKind.MOSTLY_UNDECIDED


def test_areas_that_the_goal_does_not_require_are_no_reason() -> None:
    areas = {name: measured(2.6, required=2.0) for name in REQUIRED}
    areas["ops"] = measured(0.0)

    case = classify_support(MeasuredMember("a", areas), {**REQUIRED, "ops": 0.0})

    assert case.group is SupportGroup.AHEAD


def test_thresholds_are_the_instructors() -> None:
    weak = member("a", {"git": 0.5, "http": 1.5, "prog": 1.5, "sql": 2.5})

    strict = SupportThresholds(share_below=0.25)

    assert classify_support(weak, REQUIRED).group is SupportGroup.ON_THE_WAY
    assert (
        classify_support(weak, REQUIRED, thresholds=strict).group
        is SupportGroup.NEEDS_HELP
    )


def test_who_misses_most_comes_first_and_unknown_people_come_last() -> None:
    members = [
        everywhere("ahead", 2.6),
        everywhere("weak", 0.3),
        MeasuredMember("unknown", {}),
        everywhere("weakest", 0.0),
        member("way", {"git": 0.6, "http": 1.5, "prog": 1.5, "sql": 2.5}),
    ]

    cases = rank_by_need(members, REQUIRED)

    assert [case.key for case in cases] == [
        "weakest",
        "weak",
        "way",
        "ahead",
        "unknown",
    ]
    assert count_groups(cases) == {
        SupportGroup.NEEDS_HELP: 2,
        SupportGroup.ON_THE_WAY: 1,
        SupportGroup.AHEAD: 1,
        SupportGroup.NOT_ENOUGH_INFORMATION: 1,
    }


LEVELS = st.dictionaries(st.sampled_from(sorted(REQUIRED)), st.floats(0, 3))


@settings(deadline=None, max_examples=80)
@given(st.lists(LEVELS, max_size=10))
def test_everybody_is_in_one_group_with_a_reason(
    levels: list[dict[str, float]],
) -> None:
    members = [member(f"p{n:02}", one) for n, one in enumerate(levels)]

    cases = rank_by_need(members, REQUIRED)

    assert sorted(case.key for case in cases) == sorted(one.key for one in members)
    assert all(case.reasons for case in cases)
    order = list(SupportGroup)
    places = [order.index(case.group) for case in cases]
    assert places == sorted(places)
