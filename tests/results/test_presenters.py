"""What a result shows: the person's answers, the biggest gaps, and what to learn first."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.moderation.models import RescoredArea
from quiz.results.gaps.objectives import ObjectiveCounts
from quiz.results.gaps.presenters import MOST_OBJECTIVES
from quiz.results.outcomes import read_stored_outcomes
from quiz.results.presenters import (
    AreaOffer,
    ResultGoal,
    ResultNotes,
    ResultOwner,
    ResultView,
    build_profile_rows,
    build_rescoring_note,
    build_result_view,
    build_strip_values,
)
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_sitting, answer, finish, finished
from tests.results.builders import outcome

CLOSE = MasteryStatement.TOO_CLOSE


def view_of(sitting: Sitting, tools: AssessmentContext) -> ResultView:
    """Return a result read against the sitting's own goal."""
    return build_result_view(
        sitting,
        ResultGoal(sitting.goal_key, sitting.goal_name),
        read_stored_outcomes(sitting.results, tools.catalogue),
        tools.catalogue,
        notes=ResultNotes(),
    )


def answered(
    session: Session, tools: AssessmentContext, *steps: tuple[bool | None, int]
) -> Sitting:
    """Return a finished sitting with so many answers of each kind."""
    sitting = a_sitting(session, tools)
    for right, times in steps:
        answer(session, sitting, tools, right=right, times=times)
    finish(session, sitting, tools, now=NOW)
    session.flush()
    session.refresh(sitting)
    return sitting


def test_correct_wrong_and_unknown_answers_are_counted_apart(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = answered(session, tools, (True, 3), (False, 2), (None, 4))

    answers = view_of(sitting, tools).answers

    assert (answers.correct, answers.not_correct, answers.dont_know) == (3, 2, 4)
    assert answers.total == 9


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_gap_leads_to_a_page_in_the_language_that_was_chosen(
    session: Session, tools: AssessmentContext, language: str
) -> None:
    sitting = answered(session, tools, (None, 24))
    sitting.language = language

    starts = [gap.start for gap in view_of(sitting, tools).findings.gaps]

    named = [page.languages for page in starts if page is not None and page.languages]
    assert named
    assert all(language in languages for languages in named)


def test_under_twelve_answers_it_is_an_early_estimate(
    session: Session, tools: AssessmentContext
) -> None:
    few = finished(session, tools, answers=11)
    enough = finished(session, tools, answers=12)

    assert view_of(few, tools).is_early_estimate
    assert not view_of(enough, tools).is_early_estimate


def test_rows_and_gaps_come_in_the_order_of_what_is_missing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    outcomes = [
        outcome("sql", MasteryStatement.NOT_YET, level=0.5, required=1.0),
        outcome("git", MasteryStatement.NOT_YET, level=1.2, required=2.5),
        outcome("ops", MasteryStatement.LIKELY_NOT_YET, level=0.1, required=0.6),
        outcome("sec", MasteryStatement.NOT_YET, level=0.1, required=0.2),
        outcome("api", MasteryStatement.REACHED, level=2.0, required=0.2),
    ]

    view = build_result_view(
        sitting,
        ResultGoal("other", "Another goal"),
        outcomes,
        tools.catalogue,
        notes=ResultNotes(),
        owner=ResultOwner("Maren", is_example=True),
    )

    order = ["git", "sql", "sec", "ops", "api"]
    assert [row.outcome.area_key for row in view.rows] == order
    assert [gap.outcome.area_key for gap in view.findings.gaps] == ["git", "sql", "sec"]
    assert (view.goal_key, view.goal_name) == ("other", "Another goal")
    assert view.finished_on == NOW.date()
    assert (view.person_name, view.is_example) == ("Maren", True)


def test_what_to_learn_first_lets_the_areas_take_turns_the_biggest_gap_first(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    outcomes = [
        outcome(key, MasteryStatement.NOT_YET, level=level, required=1.0)
        for key, level in zip(tools.catalogue.areas, (0.9, 0.1, 0.5), strict=False)
    ]

    view = build_result_view(
        sitting,
        ResultGoal("x", "X"),
        outcomes,
        tools.catalogue,
        notes=ResultNotes(),
    )

    named = [one.area_name for one in view.findings.objectives]
    biggest = tools.catalogue.areas[view.findings.gaps[0].outcome.area_key].name
    assert named[0] == biggest
    assert sorted(Counter(named).values()) == [2, 2, 2]


def test_gaps_name_objectives_and_a_free_page_to_start_with(
    session: Session, tools: AssessmentContext
) -> None:
    view = view_of(answered(session, tools, (False, 24)), tools)

    assert len(view.findings.gaps) == 3
    assert all(len(gap.objectives) == 2 for gap in view.findings.gaps)
    assert all(gap.start for gap in view.findings.gaps)
    assert len(view.findings.objectives) == MOST_OBJECTIVES


def test_everything_correct_leaves_no_gap(
    session: Session, tools: AssessmentContext
) -> None:
    view = view_of(finished(session, tools, answers=24), tools)

    assert (view.findings.gaps, view.findings.objectives) == ((), ())


def test_undecided_areas_are_named_beside_the_offer(
    session: Session, tools: AssessmentContext
) -> None:
    outcomes = [outcome(key, CLOSE) for key in ("sql", "git", "ops", "sec", "api")]

    view = build_result_view(
        finished(session, tools),
        ResultGoal("x", "X"),
        outcomes,
        tools.catalogue,
        offer=AreaOffer(("GIT", "SEC"), 7),
        has_forecast=True,
        notes=ResultNotes(),
    )

    assert sorted(view.undecided) == ["API", "GIT", "OPS", "SEC", "SQL"]
    assert view.helpful_area_names == ("GIT", "SEC")


def test_the_area_of_most_unknown_answers_is_named(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = answered(session, tools, (None, 1))
    position = sitting.positions[0]

    view = view_of(sitting, tools)

    # One alone names no area.
    assert view.dont_know_area_name == ""
    assert view.answers.dont_know == 1
    assert position.answer is not None


def test_a_row_counts_its_own_quantiles_and_has_no_dots_without_any() -> None:
    with_dots, without = build_profile_rows(
        [outcome("sql", quantiles=(0.5, 1.0, 1.5)), outcome("git")]
    )

    assert with_dots.at_or_above == 2
    assert with_dots.dots is not None
    assert without.dots is None
    assert without.at_or_above == 0


def test_only_undecided_areas_are_hatched() -> None:
    values = build_strip_values(
        [outcome(statement=statement) for statement in MasteryStatement]
    )

    assert [one.is_hatched for one in values] == [
        statement is CLOSE for statement in MasteryStatement
    ]


def rescored(before: float, after: float) -> RescoredArea:
    """Return an area whose level a rescoring moved, and whose statement it left alone."""
    return RescoredArea(before, after, MasteryStatement.LIKELY, MasteryStatement.LIKELY)


def test_a_rescoring_counts_levels_that_moved_by_a_tenth_or_more() -> None:
    changes = {
        "sql": rescored(1.04, 1.06),
        "git": rescored(1.0, 1.04),
        "ops": rescored(2.0, 1.6),
    }

    note = build_rescoring_note(datetime(2026, 11, 22, tzinfo=UTC), changes)
    nothing = build_rescoring_note(datetime(2026, 11, 22, tzinfo=UTC), {})

    assert note.day == date(2026, 11, 22)
    assert note.moved == 2
    assert round(note.most, 6) == 0.4
    assert (nothing.moved, nothing.most) == (0, 0)


def test_an_objective_is_mastered_when_every_answer_was_correct() -> None:
    assert ObjectiveCounts(correct=2).is_mastered
    assert not ObjectiveCounts(missed=1, correct=2).is_mastered
    assert not ObjectiveCounts().is_mastered
