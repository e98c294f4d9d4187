"""The person behind the browser, with a finished sitting."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, finished


@pytest.fixture
def person(client: FlaskClient, session: Session) -> Person:
    """Return the person behind the browser."""
    found = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, found, now=NOW))
    session.commit()
    return found


@pytest.fixture
def sitting(session: Session, tools: AssessmentContext, person: Person) -> Sitting:
    """Return a finished sitting of the person behind the browser, with claims."""
    found = finished(session, tools, person, answers=6)
    found.claimed = {"sql": 3.0, "git": 0.0}
    session.commit()
    return found
