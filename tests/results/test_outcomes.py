"""Outcomes are read from what was stored, or from the engine's estimates."""

from sqlalchemy.orm import Session

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.outcomes import read_stored_outcomes
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import AreaResult
from tests.factories import finished


def test_a_stored_result_is_read_whole(tools: AssessmentContext) -> None:
    stored = AreaResult(
        area="sql",
        level=0.7,
        low=0.4,
        high=1.0,
        required=1.2,
        p_reached=0.04,
        statement="not yet",
        asked=5,
        quantiles=[0.5, 0.9],
    )

    [outcome] = read_stored_outcomes([stored], tools.catalogue)

    assert (outcome.area_key, outcome.area_name) == ("sql", "SQL")
    assert (outcome.low, outcome.level, outcome.high) == (0.4, 0.7, 1.0)
    assert (outcome.required, outcome.p_reached) == (1.2, 0.04)
    assert outcome.statement is MasteryStatement.NOT_YET
    assert (outcome.answers, outcome.quantiles) == (5, (0.5, 0.9))


def test_an_area_that_is_gone_keeps_its_key_as_name(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    sitting.results[0].area = "gone"

    outcomes = read_stored_outcomes(sitting.results, tools.catalogue)

    assert outcomes[0].area_name == "gone"
    session.rollback()
