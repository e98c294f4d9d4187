"""Reports as somebody saves them, from assessments that were taken."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import a_person
from tests.reports.people import ReportedPerson, take_as
from tests.results.conftest import known

SaveReport = Callable[..., bytes]


@pytest.fixture
def save_report(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> SaveReport:
    """Return a function that lets one of the people take the assessment and save the report."""
    keys: dict[str, str] = {}

    def save(who: ReportedPerson, query: str = "") -> bytes:
        if who.name not in keys:
            person = a_person(session)
            keys[who.name] = take_as(session, tools, person, who).key
            known(client, session, person)
        answer = client.get(f"/sittings/{keys[who.name]}/report.pdf{query}")
        assert answer.mimetype == "application/pdf", answer.text[:300]
        return answer.get_data()

    return save
