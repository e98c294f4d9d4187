"""The report from the browser's printer: two pages for somebody with everything to say, and a result without links."""

import io
from urllib.parse import urlsplit

import pypdf
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Route
from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from tests.browsers import Tab
from tests.factories import a_person
from tests.journeys.scripts import Script, at_level, take
from tests.results.conftest import known

pytestmark = pytest.mark.browser


def test_a_beginners_report_fits_two_pages_and_a_result_prints_no_way_on(
    tab: Tab, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    script = Script("beg", at_level(0.1), frozenset(), SittingLength.STANDARD)
    key = take(session, tools, person, script).key
    known(client, session, person)

    def hand_over(route: Route) -> None:
        """Answer with the page of this person; what it is dressed in comes from the served program."""
        page = client.get(urlsplit(route.request.url).path)
        route.fulfill(body=page.data, content_type="text/html; charset=utf-8")

    def printed(name: str) -> list[str]:
        tab.page.goto(f"/sittings/{key}/{name}")
        pdf = pypdf.PdfReader(io.BytesIO(tab.page.pdf(format="A4")))
        return [one.extract_text() for one in pdf.pages]

    tab.page.route(f"**/sittings/{key}/*", hand_over)

    report, result = printed("report"), " ".join(printed("result"))

    assert len(report) == 2
    assert "page 2 of 2" in report[1]
    assert "biggest gaps" in result
    assert "Your next step" not in result
    assert "Delete my data" not in result
