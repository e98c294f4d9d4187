"""A person behind the browser with a finished assessment."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, a_sitting, answer, finish


@pytest.fixture
def learner(client: FlaskClient, session: Session) -> Person:
    """Return the person behind the browser."""
    person = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    return person


@pytest.fixture
def sitting(session: Session, tools: AssessmentContext, learner: Person) -> Sitting:
    """Return a finished assessment with gaps, of the person behind the browser."""
    begun = a_sitting(session, tools, learner)
    answer(session, begun, tools, right=True, times=4)
    answer(session, begun, tools, right=False, times=6)
    answer(session, begun, tools, right=None, times=4)
    finish(session, begun, tools)
    session.commit()
    return begun


@pytest.fixture
def routes(sitting: Sitting) -> str:
    """Return the address of the comparison."""
    return f"/sittings/{sitting.key}/routes"
