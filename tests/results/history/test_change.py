"""What has changed between two assessments, beyond what both of them leave open."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.measurement.reporting.change import ChangeDirection
from quiz.measurement.reporting.classification import level_from_theta
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.results.evaluation import Evaluation
from quiz.results.history.change import compare_areas, compare_with_previous
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.queries import find_previous_sitting
from tests.factories import NOW, a_person, a_sitting, answer, finish, finished


def estimate(theta: float, sd: float = 0.3) -> AreaEstimate:
    return AreaEstimate(theta, sd, theta, theta, theta, theta, 0.5, 3, 3, 2, None, ())


def test_a_change_is_shown_when_it_is_larger_than_the_errors_of_both(
    tools: AssessmentContext,
) -> None:
    before = {area: estimate(0.0) for area in ("sql", "git", "ops")}
    after = {"sql": estimate(1.0), "git": estimate(-1.0), "ops": estimate(0.5)}

    compared = {
        change.area_key: change
        for change in compare_areas(before, after, tools.catalogue)
    }

    assert compared["sql"].direction is ChangeDirection.HIGHER
    assert compared["git"].direction is ChangeDirection.LOWER
    assert compared["ops"].direction is ChangeDirection.NO_CHANGE_SHOWN
    assert [compared[area].is_shown for area in ("sql", "git", "ops")] == [
        True,
        True,
        False,
    ]
    assert compared["sql"].before == level_from_theta(0.0)
    assert compared["sql"].after == level_from_theta(1.0)


def test_only_areas_that_both_measured_are_compared_in_the_order_of_the_bank(
    tools: AssessmentContext,
) -> None:
    before = {area: estimate(0.0) for area in ("git", "sql", "ops")}
    after = {area: estimate(0.0) for area in ("sql", "soft", "git")}

    compared = compare_areas(before, after, tools.catalogue)

    in_order = [area for area in tools.catalogue.areas if area in {"git", "sql"}]
    assert [change.area_key for change in compared] == in_order
    assert compared[0].area_name == tools.catalogue.areas[in_order[0]].name


def test_a_large_change_since_the_previous_assessment_is_named(
    session: Session, tools: AssessmentContext
) -> None:
    person, later = a_person(session), NOW + timedelta(days=90)
    before = a_sitting(session, tools, person)
    answer(session, before, tools, right=False, times=24)
    finish(session, before, tools, now=NOW)
    after = a_sitting(session, tools, person, now=later)
    answer(session, after, tools, right=True, times=24)
    finish(session, after, tools, now=later)
    session.flush()

    since = compare_with_previous(
        Evaluation(after, tools),
        Evaluation(before, tools),
        tools.catalogue,
    )

    assert find_previous_sitting(session, after) is before
    assert since is not None
    assert since.finished_on == NOW.date()
    assert since.areas == 12
    assert since.changes
    assert all(one.direction is ChangeDirection.HIGHER for one in since.changes)


def test_the_first_assessment_has_nothing_to_compare_with(
    session: Session, tools: AssessmentContext
) -> None:
    evaluation = Evaluation(finished(session, tools), tools)

    assert compare_with_previous(evaluation, None, tools.catalogue) is None
