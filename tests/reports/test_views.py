"""The report: a page for the browser's printer, and a PDF."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW, a_person, a_sitting, finished
from tests.pages import Page


def test_the_pdf_is_tagged_and_named_after_goal_and_day(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = finished(session, tools, person, answers=12).key
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    session.commit()

    answer = client.get(f"/sittings/{key}/report.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert b"pdfuaid:part" in answer.data
    assert (
        'filename="trigpoint-junior-2026-11-22.pdf"'
        in answer.headers["Content-Disposition"]
    )


def test_the_page_to_print_says_the_same(
    page: Callable[..., Page],
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
) -> None:
    person = a_person(session)
    key = finished(session, tools, person, answers=12).key
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    session.commit()

    report = page(f"/sittings/{key}/report")

    assert "Junior generalist" in report.heading
    assert "page 2 of 2" in report.text


def test_an_open_sitting_has_nothing_to_print(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = a_sitting(session, tools, person).key
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    session.commit()

    for path in ("report", "report.pdf"):
        assert (
            client.get(f"/sittings/{key}/{path}").headers["Location"]
            == f"/sittings/{key}"
        )
