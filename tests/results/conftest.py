"""A finished sitting of the person behind the browser."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, finished


def known(client: FlaskClient, session: Session, person: Person) -> None:
    """Let the browser be known as a person, and let pages see what the test wrote."""
    secret = add_person_secret(session, person, now=NOW)
    session.commit()
    client.set_cookie("trigpoint_person", secret)


@pytest.fixture
def sitting(session: Session, tools: AssessmentContext, person: Person) -> Sitting:
    """Return a finished sitting of the person behind the browser, with claims."""
    found = finished(session, tools, person, answers=6)
    found.claimed = {"sql": 3.0, "git": 0.0}
    session.commit()
    return found
