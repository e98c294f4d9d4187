"""An optional name or nickname: on result, report and shared page, and gone when it is taken off."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import a_person, finished
from tests.pages import Page
from tests.results.conftest import known

OpenPage = Callable[..., Page]


def test_a_name_is_on_result_report_and_shared_page_until_it_is_taken_off(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = finished(session, tools, person).key
    known(client, session, person)
    base = f"/sittings/{key}"

    named = page(f"{base}/share").press("Save name", name=" Maren <O> ")

    assert "The name is on your result." in named.text
    made = named.press("Create a link")
    [shared] = [part for part in made.text.split() if "/shared/" in part]
    link = "/shared/" + shared.partition("/shared/")[2]
    everywhere = [f"{base}/result", f"{base}/report", link]
    assert all("Maren <O>" in page(path).text for path in everywhere)
    assert "Maren <O> answered 3 questions without supervision" in page(link).text

    page(f"{base}/share").press("Save name", name="")

    assert not any("Maren" in page(path).text for path in everywhere)


def test_a_name_that_is_too_long_is_refused_and_nothing_is_lost(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = finished(session, tools, person).key
    known(client, session, person)

    refused = page(f"/sittings/{key}/share").press(
        "Save name", name="x" * 41, status=422
    )

    assert "Write at most 40 characters." in refused.text
    assert "x" * 41 in refused.html
