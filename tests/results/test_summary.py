"""Which gap comes first, and how areas and answers are counted."""

import pytest

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.summary import (
    GoalCase,
    StatementCounts,
    count_answers,
    count_statements,
    is_correct,
    select_gaps,
    select_undecided,
    sort_by_gap,
)
from tests.results.builders import answer, counts, item, outcome

REACHED, LIKELY, CLOSE, LIKELY_NOT, NOT_YET = (
    MasteryStatement.REACHED,
    MasteryStatement.LIKELY,
    MasteryStatement.TOO_CLOSE,
    MasteryStatement.LIKELY_NOT_YET,
    MasteryStatement.NOT_YET,
)


def test_certain_gaps_come_before_probable_ones_and_reached_areas_last() -> None:
    outcomes = [
        outcome("reached", REACHED),
        outcome("likely", LIKELY),
        outcome("close", CLOSE),
        outcome("likely not", LIKELY_NOT),
        outcome("not yet", NOT_YET),
    ]

    assert [one.area_key for one in sort_by_gap(outcomes)] == [
        "not yet",
        "likely not",
        "close",
        "likely",
        "reached",
    ]


def test_within_a_statement_what_is_missing_decides_and_not_the_level() -> None:
    outcomes = [
        outcome("low level, low goal", NOT_YET, level=0.2, required=0.6),
        outcome("high level, high goal", NOT_YET, level=1.4, required=2.5),
        outcome("middle", NOT_YET, level=0.9, required=1.6),
    ]

    assert [one.area_key for one in sort_by_gap(outcomes)] == [
        "high level, high goal",
        "middle",
        "low level, low goal",
    ]


def test_the_statement_decides_before_what_is_missing() -> None:
    outcomes = [
        outcome("probable", LIKELY_NOT, level=0.1, required=2.0),
        outcome("certain", NOT_YET, level=0.9, required=1.2),
    ]

    assert [one.area_key for one in sort_by_gap(outcomes)] == ["certain", "probable"]


def test_gaps_are_areas_below_the_goal_and_nothing_else() -> None:
    outcomes = [
        outcome("likely", LIKELY),
        outcome("close", CLOSE, level=0.1),
        outcome("probable", LIKELY_NOT),
        outcome("certain", NOT_YET),
    ]

    assert [one.area_key for one in select_gaps(outcomes)] == ["certain", "probable"]
    assert [one.area_key for one in select_undecided(outcomes)] == ["close"]


def test_undecided_areas_come_in_the_order_of_what_is_missing() -> None:
    outcomes = [
        outcome("nearly", CLOSE, level=1.9, required=2.0),
        outcome("far", CLOSE, level=0.6, required=1.0),
    ]

    assert [one.area_key for one in select_undecided(outcomes)] == ["far", "nearly"]


def test_what_is_missing_is_never_negative() -> None:
    assert outcome(level=0.4, required=1.0).missing == 0.6
    assert outcome(level=1.4, required=1.0).missing == 0


def test_statements_are_counted_each_in_its_place() -> None:
    statements = [REACHED] * 5 + [LIKELY] * 4 + [CLOSE] * 3 + [LIKELY_NOT] * 2
    statements += [NOT_YET]

    assert count_statements(statements) == counts(
        15, reached=5, likely=4, close=3, likely_not=2, not_yet=1
    )


def test_only_certain_statements_count_as_decided() -> None:
    some = counts(12, reached=3, likely=1, close=2, likely_not=4, not_yet=2)

    assert some.decided == 5
    assert some.below == 6


def test_a_result_is_mostly_undecided_when_nothing_is_reached_and_more_than_half_is_open() -> (
    None
):
    assert counts(12, close=7, not_yet=5).is_mostly_undecided
    assert not counts(12, close=6, not_yet=6).is_mostly_undecided
    assert not counts(12, close=11, reached=1).is_mostly_undecided
    assert not counts(12, close=11, likely=1).is_mostly_undecided


def test_only_the_full_score_is_correct() -> None:
    assert is_correct(answer(1.0))
    assert not is_correct(answer(0.99))


def test_every_answer_is_correct_or_not_correct_or_unknown() -> None:
    items = [
        item(answer(1.0)),
        item(answer(1.0)),
        item(answer(1.0)),
        item(answer(0.5)),
        item(answer(0.0)),
        item(answer(0.0, dont_know=True)),
    ]

    counted = count_answers(items)

    assert (counted.correct, counted.not_correct, counted.dont_know) == (3, 2, 1)
    assert counted.total == 6


def test_an_answer_that_a_rescoring_left_out_counts_nowhere() -> None:
    items = [
        item(answer(1.0)),
        item(answer(0.0), left_out=True),
        item(answer(0.0, dont_know=True), left_out=True),
    ]

    counted = count_answers(items)

    assert (counted.correct, counted.not_correct, counted.dont_know) == (1, 0, 0)
    assert counted.total == 1


def test_a_skipped_question_counts_as_skipped_only_without_an_answer() -> None:
    items = [
        item(skips=1),
        item(answer(), skips=1),
        item(skips=0),
    ]

    counted = count_answers(items)

    assert (counted.skipped, counted.total) == (1, 1)


def test_the_area_with_most_of_several_unknown_answers_is_named() -> None:
    def unknown(*areas: str) -> str:
        items = [item(answer(0, dont_know=True), area=area) for area in areas]
        # Known answers elsewhere must not count.
        items += [item(answer(0), area="git"), item(area="git")]
        return count_answers(items).dont_know_area

    assert unknown("sql", "git", "sql") == "sql"
    assert unknown("sql", "sql") == "sql"
    assert unknown("sql", "git") == ""
    assert unknown("sql", "sql", "git", "git") == ""
    assert unknown("sql") == ""
    assert unknown() == ""


@pytest.mark.parametrize(
    ("counted", "case"),
    [
        (counts(reached=12), GoalCase.REACHED),
        (counts(reached=11, likely=1), GoalCase.LIKELY),
        (counts(reached=10, likely=1, close=1), GoalCase.UNDECIDED),
        (counts(reached=9, likely=1, close=1, likely_not=1), GoalCase.NOT_YET),
        (counts(reached=11, not_yet=1), GoalCase.NOT_YET),
    ],
)
def test_one_area_decides_what_is_said_of_the_goal(
    counted: StatementCounts, case: GoalCase
) -> None:
    assert counted.case is case
