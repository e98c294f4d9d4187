"""A finished sitting of the person behind the browser."""

import pytest
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import finished


@pytest.fixture
def sitting(session: Session, tools: AssessmentContext, person: Person) -> Sitting:
    """Return a finished sitting of the person behind the browser, with claims."""
    found = finished(session, tools, person, answers=6)
    found.claimed = {"sql": 3.0, "git": 0.0}
    session.commit()
    return found
