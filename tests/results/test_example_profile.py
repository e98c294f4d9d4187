"""The profile on the home page against a standard assessment that is really taken."""

from statistics import mean

from sqlalchemy.orm import Session

from quiz.operations.example_person import make_example
from quiz.results.example_profile import EXAMPLE_ANSWERS, EXAMPLE_OUTCOMES
from quiz.results.outcomes import read_stored_outcomes
from quiz.results.summary import sort_by_gap
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.assessment.progress import ASKED_SHARE
from quiz.sittings.queries import find_latest_finished
from tests.factories import NOW


def test_the_example_is_no_sharper_than_a_result_that_is_really_measured(
    session: Session, tools: AssessmentContext
) -> None:
    person, *_ = make_example(session, tools, now=NOW)
    session.flush()
    sitting = find_latest_finished(session, person)
    assert sitting is not None
    measured = read_stored_outcomes(sitting.results, tools.catalogue)

    shown = mean(one.high - one.low for one in EXAMPLE_OUTCOMES)
    real = mean(one.high - one.low for one in measured)
    # The bank changes, and with it which questions are asked.
    assert abs(shown - real) < 0.15
    assert abs(EXAMPLE_ANSWERS - sitting.answered) <= 6
    assert {one.area_key: one.required for one in EXAMPLE_OUTCOMES} == {
        one.area_key: one.required for one in measured
    }
    asked = mean(item.question.seconds for item in sitting.positions)
    everything = mean(question.seconds for question in tools.for_everyone)
    assert abs(asked / everything - ASKED_SHARE) < 0.08


def test_the_example_is_sorted_as_a_result_is() -> None:
    assert sort_by_gap(EXAMPLE_OUTCOMES) == list(EXAMPLE_OUTCOMES)
