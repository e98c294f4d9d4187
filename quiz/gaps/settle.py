"""About how many more questions would settle an area that is too close to tell."""

from quiz.assess.engine import questions_to_settle
from quiz.sittings.measuring import Tools, plan_of, pool_for, responses_of
from quiz.sittings.models import Sitting


def questions_that_settle(sitting: Sitting, tools: Tools) -> dict[str, int | None]:
    """Return the number by area, for areas too close to tell; None: more than a person would answer."""
    pool, plan, responses = (
        pool_for(sitting, tools),
        plan_of(sitting),
        responses_of(sitting),
    )
    return {
        result.area: questions_to_settle(pool, plan, responses, result.area)
        for result in sitting.results
        if result.statement == "too close to tell"
    }
