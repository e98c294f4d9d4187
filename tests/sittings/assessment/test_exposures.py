"""How often questions were shown: asked of the database only once it can matter, and then for a moment."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from quiz.measurement.engine import EXPLORATION_POSITION
from quiz.measurement.irt.items import Exposure
from quiz.measurement.specification import is_cap_reachable
from quiz.sittings import queries
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.assessment.exposures import CACHE_LIFETIME, ExposureCache
from tests.factories import NOW, a_sitting, answer

#: With so many sittings the first question can have been shown as often as the cap allows below a hundred.
ENOUGH = 34


def test_nothing_can_be_shown_too_often_in_few_sittings() -> None:
    assert not is_cap_reachable(ENOUGH - 1)
    assert is_cap_reachable(ENOUGH)


def test_a_count_is_made_when_it_can_matter_and_kept_for_a_moment(
    session: Session, tools: AssessmentContext
) -> None:
    exposures = ExposureCache()
    for _ in range(ENOUGH - 1):
        a_sitting(session, tools)
    few = exposures.count_for_goal(session, "junior", now=NOW)

    # Sittings of another goal count for that one alone.
    a_sitting(session, tools, goal="senior")
    still_few = exposures.count_for_goal(session, "junior", now=NOW)
    last = a_sitting(session, tools)
    enough = exposures.count_for_goal(session, "junior", now=NOW)
    a_sitting(session, tools)
    soon = exposures.count_for_goal(
        session, "junior", now=NOW + CACHE_LIFETIME - timedelta(seconds=1)
    )
    later = exposures.count_for_goal(session, "junior", now=NOW + CACHE_LIFETIME)

    assert (few.sittings, dict(few.shown)) == (ENOUGH - 1, {})
    assert (still_few.sittings, dict(still_few.shown)) == (ENOUGH - 1, {})
    assert enough.sittings == ENOUGH
    assert enough.shown[last.positions[0].question.key] >= 1
    assert sum(enough.shown.values()) == ENOUGH
    assert soon is enough
    assert later.sittings == ENOUGH + 1
    assert exposures.count_for_goal(session, "senior", now=NOW).sittings == 1


def test_only_the_question_that_may_go_to_a_rare_one_needs_a_count(
    session: Session, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    def count(
        self: ExposureCache, session: Session, goal: str, **_: datetime
    ) -> Exposure:
        counted.append(goal)
        return Exposure(0)

    monkeypatch.setattr(ExposureCache, "count_for_goal", count)
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=EXPLORATION_POSITION - 2)
    before = len(counted)
    answer(session, sitting, tools)
    then = len(counted)
    answer(session, sitting, tools, times=3)

    assert (before, then, len(counted)) == (0, 1, 1)


def test_only_the_latest_sittings_of_a_goal_are_counted(
    session: Session, tools: AssessmentContext
) -> None:
    goals = ("junior", "senior", "junior", "junior")
    sittings = [a_sitting(session, tools, goal=goal) for goal in goals]
    answer(session, sittings[0], tools, times=5)
    session.flush()

    counted = queries.count_goal_sittings(session, "junior", recent=2)
    shown = queries.count_presentations(session, "junior", recent=2)

    assert counted == 2
    assert sum(shown.values()) == 2
    assert set(shown) == {one.positions[0].question.key for one in sittings[2:]}
    assert queries.count_goal_sittings(session, "junior") == 3
    assert sum(queries.count_presentations(session, "junior").values()) == 8
