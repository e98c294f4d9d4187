"""One evaluation of the answers serves everything that is read from a result."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.measurement.ability.posterior import Posterior, compute_posterior
from quiz.measurement.irt.item_pool import ItemPool
from quiz.results.evaluation import Evaluation
from quiz.results.outcomes import AreaOutcome, read_stored_outcomes
from quiz.sittings.assessment.context import (
    AssessmentContext,
    estimate_sitting,
    evaluate_person_fit,
    offer_more_questions,
    select_pool,
)
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    finish,
    finished,
    settle,
)
from tests.pages import Page
from tests.results.conftest import known


def two_sittings(session: Session, tools: AssessmentContext) -> tuple[Sitting, Sitting]:
    """Return two finished sittings of one person, the second of which goes on from the first."""
    person = a_person(session)
    first = finished(session, tools, person, answers=8)
    later = NOW + timedelta(days=90)
    second = a_sitting(session, tools, person, now=later)
    answer(session, second, tools, right=False, times=8)
    finish(session, second, tools, now=later)
    session.flush()
    session.refresh(second)
    return first, second


def by_area(outcomes: list[AreaOutcome]) -> dict[str, AreaOutcome]:
    return {outcome.area_key: outcome for outcome in outcomes}


def test_read_against_its_own_goal_it_says_what_was_stored(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=8)
    stored = by_area(read_stored_outcomes(sitting.results, tools.catalogue))

    read = by_area(Evaluation(sitting, tools).read_outcomes(sitting.required))

    assert read.keys() == stored.keys()
    for area, outcome in read.items():
        assert outcome.level == pytest.approx(stored[area].level)
        assert outcome.low == pytest.approx(stored[area].low)
        assert outcome.high == pytest.approx(stored[area].high)
        assert outcome.p_reached == pytest.approx(stored[area].p_reached)
        assert outcome.quantiles == pytest.approx(stored[area].quantiles, abs=0.002)
        assert replace(
            outcome, level=0, low=0, high=0, p_reached=0, quantiles=()
        ) == replace(stored[area], level=0, low=0, high=0, p_reached=0, quantiles=())


@pytest.mark.parametrize("goal", ["junior", "confirmed", "senior"])
def test_read_against_any_goal_it_says_what_the_engine_says_of_that_goal(
    session: Session, tools: AssessmentContext, goal: str
) -> None:
    sitting = finished(session, tools, answers=8)
    levels = tools.catalogue.goals[goal].required_levels

    evaluation = Evaluation(sitting, tools)
    expected = estimate_sitting(sitting, tools, required=levels)

    outcomes = evaluation.read_outcomes(levels)
    assert [one.area_key for one in outcomes] == list(levels)
    for outcome in outcomes:
        estimate = expected[outcome.area_key]
        assert outcome.p_reached == pytest.approx(estimate.p_reached)
        assert outcome.statement is estimate.statement
        assert outcome.required == levels[outcome.area_key]
    assert evaluation.read_statements(levels) == [one.statement for one in outcomes]


def test_raising_a_level_never_makes_it_likelier_to_be_reached(
    session: Session, tools: AssessmentContext
) -> None:
    evaluation = Evaluation(finished(session, tools, answers=12), tools)

    readings = [
        by_area(evaluation.read_outcomes(dict.fromkeys(tools.catalogue.areas, level)))
        for level in (0.4, 1.0, 1.7, 2.6)
    ]

    for area in tools.catalogue.areas:
        chances = [reading[area].p_reached for reading in readings]
        assert chances == sorted(chances, reverse=True)


def test_an_area_that_the_bank_no_longer_has_is_left_out(
    session: Session, tools: AssessmentContext
) -> None:
    evaluation = Evaluation(finished(session, tools), tools)

    outcomes = evaluation.read_outcomes({"sql": 1.0, "gone": 1.0})

    assert [one.area_key for one in outcomes] == ["sql"]
    assert len(evaluation.read_statements({"sql": 1.0, "gone": 1.0})) == 1


def test_an_area_that_its_own_goal_leaves_out_is_read_all_the_same(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=6)
    sitting.required = {
        area: level for area, level in sitting.required.items() if area != "soft"
    }

    evaluation = Evaluation(sitting, tools)

    assert "soft" not in evaluation.estimates
    assert [one.area_key for one in evaluation.read_outcomes({"soft": 1.0})] == ["soft"]
    session.rollback()


def test_alone_it_leaves_out_what_earlier_assessments_said(
    session: Session, tools: AssessmentContext
) -> None:
    first, second = two_sittings(session, tools)

    evaluation = Evaluation(second, tools)
    expected = estimate_sitting(second, tools, alone=True)

    assert evaluation.alone is not evaluation
    for area, estimate in evaluation.alone.estimates.items():
        assert estimate.theta == pytest.approx(expected[area].theta)
    assert evaluation.alone.estimates["sql"].theta != pytest.approx(
        evaluation.estimates["sql"].theta
    )
    # Without an earlier one there is nothing to leave out, and nothing to evaluate a second time.
    stranger = Evaluation(first, tools)
    assert stranger.alone is stranger
    assert evaluation.alone.alone is evaluation.alone


def test_it_says_as_the_engine_does_how_the_answers_fit_together(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=16)
    expected = evaluate_person_fit(sitting)

    fit = Evaluation(sitting, tools).person_fit

    assert fit.flags == expected.flags
    assert fit.response_time_effort == expected.response_time_effort
    assert fit.lz_star == pytest.approx(expected.lz_star)


def test_it_offers_more_questions_on_the_areas_that_the_engine_finds(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person, answers=8)
    added = settle(session, tools, person, whole)
    answer(session, added, tools, right=False, times=3)
    finish(session, added, tools)

    for sitting in (whole, added):
        expected = offer_more_questions(sitting, tools)
        assert expected is not None
        [first, *_] = expected.areas
        barred = {q.key for q in tools.for_everyone if q.area == first}
        without = offer_more_questions(sitting, tools, barred=barred)
        assert without is not None
        assert first not in without.areas
        evaluation = Evaluation(sitting, tools)
        assert evaluation.offer_more_questions(()) == expected
        assert evaluation.offer_more_questions(barred) == without


def test_an_area_outside_the_goal_is_not_offered(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=6)
    sitting.required = {"sql": sitting.required["sql"]}

    offer = Evaluation(sitting, tools).offer_more_questions(())

    assert offer is None or offer.areas == ("sql",)
    assert offer == offer_more_questions(sitting, tools)
    session.rollback()


def test_reading_it_alone_takes_the_same_items(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = two_sittings(session, tools)
    asked: list[Sitting] = []

    def count(sitting: Sitting, *rest: Any) -> ItemPool:
        asked.append(sitting)
        return select_pool(sitting, *rest)

    monkeypatch.setattr("quiz.results.evaluation.select_pool", count)
    evaluation = Evaluation(second, tools)

    assert evaluation.alone.estimates.keys() == evaluation.estimates.keys()
    assert asked == [second]


def test_the_page_of_a_result_works_out_what_the_answers_say_once(
    page: Callable[..., Page],
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = a_person(session)
    key = finished(session, tools, person, answers=8).key
    known(client, session, person)
    computed: list[Posterior] = []

    def count(*parts: Any) -> Posterior:
        computed.append(compute_posterior(*parts))
        return computed[-1]

    monkeypatch.setattr("quiz.measurement.examinee_state.compute_posterior", count)

    assert "Answer about" in page(f"/sittings/{key}/result").text
    assert len(computed) == 1
