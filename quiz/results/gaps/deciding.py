"""About how many more questions would settle an area that is too close to tell."""

from quiz.measurement.engine import forecast_questions
from quiz.sittings.assessment.context import (
    AssessmentContext,
    build_test_plan,
    collect_responses,
    select_pool,
)
from quiz.sittings.models import Sitting


def count_questions_to_decide(
    sitting: Sitting, tools: AssessmentContext
) -> dict[str, int | None]:
    """Return the number by area, for areas too close to tell; None: more than a person would answer."""
    pool, plan, responses = (
        select_pool(sitting, tools),
        build_test_plan(sitting),
        collect_responses(sitting),
    )
    return {
        result.area: forecast_questions(pool, plan, responses, result.area)
        for result in sitting.results
        if result.statement == "too close to tell"
    }
