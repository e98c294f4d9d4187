"""A cohort of Ana's school whose members have taken the entry check."""

import pytest
from sqlalchemy.orm import Session

from quiz.cohorts.models import Cohort
from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.insight.scene import Scene, play_small


@pytest.fixture
def scene(session: Session, tools: AssessmentContext, cohort: Cohort) -> Scene:
    """Return the cohort with six people, each with a few answers."""
    # What was loaded stays readable without a transaction, which would keep pages from writing.
    session.expire_on_commit = False
    played = play_small(session, tools, session.get_one(Cohort, cohort.id))
    session.commit()
    return played
