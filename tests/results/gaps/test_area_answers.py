"""Strengths, diagnoses and everything that was missed, from the answers of each area."""

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.gaps.area_answers import (
    AreaAnswers,
    select_missed,
    select_strengths,
    summarise_area_answers,
)
from quiz.results.gaps.objectives import count_objective_answers
from quiz.sittings.assessment.context import AssessmentContext
from tests.results.builders import answer, item, objective, outcome

REACHED = MasteryStatement.REACHED
NOT_YET = MasteryStatement.NOT_YET


def test_the_answers_of_an_area_are_counted_without_those_a_rescoring_left_out(
    tools: AssessmentContext,
) -> None:
    items = [
        item(answer(1), area="sql", objective="SQL-01"),
        item(answer(0, dont_know=True), area="sql", objective="SQL-02"),
        item(answer(0.5), area="git", objective="GIT-01"),
        item(answer(1), area="git", objective="GIT-02", left_out=True),
    ]

    by_area = summarise_area_answers(items, tools.catalogue)

    sql, git = by_area["sql"], by_area["git"]
    assert (sql.asked, sql.correct, sql.dont_know) == (2, 1, 1)
    assert [one.id for one in sql.mastered] == ["SQL-01"]
    assert (git.asked, git.correct, git.mastered) == (1, 0, ())


def test_strengths_are_the_reached_areas_with_the_best_answers() -> None:
    did = objective("did")
    answers = {
        "sql": AreaAnswers(4, 4, mastered=(did,)),
        "git": AreaAnswers(3, 2, mastered=(did,)),
        "ops": AreaAnswers(3, 3, mastered=(did,)),
        "api": AreaAnswers(2, 1),
    }
    outcomes = [
        outcome("sql", NOT_YET),
        outcome("git", REACHED),
        outcome("ops", REACHED),
        outcome("api", REACHED),
    ]

    strengths = select_strengths(outcomes, answers)

    assert strengths.are_reached
    assert [one.area_name for one in strengths.areas] == ["OPS", "GIT"]


def test_a_beginner_reads_what_was_right_even_if_no_area_is_reached() -> None:
    answers = {"sql": AreaAnswers(3, 1, mastered=(objective("did"),))}

    strengths = select_strengths(
        [outcome("sql", NOT_YET), outcome("git", NOT_YET)], answers
    )

    assert not strengths.are_reached
    assert [one.area_name for one in strengths.areas] == ["SQL"]
    assert select_strengths([outcome("sql", NOT_YET)], {}).areas == ()


def test_everything_missed_is_listed_area_by_area(tools: AssessmentContext) -> None:
    items = [
        item(answer(0), area="sql", objective="SQL-01"),
        item(answer(0), area="git", objective="GIT-02"),
        item(answer(0), area="git", objective="GIT-02"),
        item(answer(0), area="git", objective="GIT-01"),
        item(answer(1), area="git", objective="GIT-03"),
        item(answer(0), area="ops", objective="OPS-01"),
    ]

    missed = select_missed(
        [outcome("git"), outcome("sql")],
        count_objective_answers(items),
        tools.catalogue,
    )

    assert [one.id for one in missed] == ["GIT-02", "GIT-01", "SQL-01"]
