"""Paper and parts of a report: what is usual, what is remembered, what is chosen."""

import io
from collections.abc import Callable

import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.reports.options import Paper, guess_paper, read_paper
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import a_person, finished
from tests.pages import Page
from tests.results.conftest import known


@pytest.mark.parametrize(
    ("languages", "paper"),
    [
        (["en-US", "en"], Paper.LETTER),
        (["en", "en-GB"], Paper.A4),
        (["fr-CA"], Paper.LETTER),
        (["fr-FR", "en-US"], Paper.A4),
        (["es-419"], Paper.A4),
        (["*", "not a language", "x"], Paper.A4),
        ([], Paper.A4),
    ],
)
def test_the_usual_paper_follows_the_country_of_the_language(
    languages: list[str], paper: Paper
) -> None:
    assert guess_paper(languages) is paper


def test_a_word_that_names_no_paper_is_none() -> None:
    assert read_paper("us-letter") is Paper.LETTER
    assert read_paper("a5") is None


def width_of(document: bytes) -> int:
    return int(pypdf.PdfReader(io.BytesIO(document)).pages[0].mediabox.width)


def test_the_paper_that_was_chosen_is_remembered(
    page: Callable[..., Page],
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
) -> None:
    person = a_person(session)
    key = finished(session, tools, person).key
    known(client, session, person)
    address = f"/sittings/{key}/report.pdf"

    usual = client.get(address, headers={"Accept-Language": "en-US"}).data
    client.get(f"{address}?paper=a4")
    later = client.get(address, headers={"Accept-Language": "en-US"}).data
    wrong = client.get(f"{address}?paper=a5&part=nothing")

    assert (width_of(usual), width_of(later)) == (612, 595)
    assert width_of(wrong.data) == 595
    form = page(f"/sittings/{key}/report/parts")
    [chosen] = [
        one.attrib["value"] for one in form.all("input") if "checked" in one.attrib
    ]
    assert chosen == "a4"
