"""A cohort of Ana's school whose members have taken the entry check."""

import pytest
from sqlalchemy.orm import Session

from quiz.cohorts.models import Cohort
from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.insight.scene import Scene, keep_readable, play_small


@pytest.fixture
def scene(session: Session, tools: AssessmentContext, cohort: Cohort) -> Scene:
    """Return the cohort with six people, each with a few answers."""
    played = play_small(session, tools, session.get_one(Cohort, cohort.id))
    return keep_readable(session, played)
