"""A booklet is made, printed and found again, all through its pages."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.core.db import Base
from quiz.paper.models import Booklet, Sheet
from quiz.paper.printed import PrintedQuestion, print_version
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.pages import Page
from tests.paper.builders import a_booklet, key_texts

Open = Callable[..., Page]


@pytest.fixture
def sheet(session: Session, tools: AssessmentContext, person: Person) -> Sheet:
    """Return a sheet of the person behind the browser."""
    made = a_booklet(session, tools, person, now=utc_now()).sheets[0]
    session.commit()
    return made


@pytest.fixture
def texts(session: Session, sheet: Sheet) -> dict[str, str]:
    """Return what is typed for the sheet when all of it is right."""
    return key_texts(printed_of(session, sheet))


def printed_of(session: Session, sheet: Sheet) -> tuple[PrintedQuestion, ...]:
    """Return the questions of a sheet, and let go of the database: pages write to it."""
    printed = print_version(sheet.booklet, sheet.version)
    session.commit()
    return printed


def sitting_of(session: Session, sheet: Sheet) -> Sitting:
    """Return what a sheet became, read again, and let go of the database."""
    session.expire_all()
    found = session.get_one(Sheet, sheet.id).sitting
    assert found is not None
    assert len(found.positions) == len(sheet.booklet.questions)
    assert found.results
    session.commit()
    return found


def count_rows(session: Session, model: type[Base]) -> int:
    counted = session.scalar(select(func.count()).select_from(model))
    session.commit()
    return counted or 0


def scores_of(sitting: Sitting) -> list[float | None]:
    return [one.answer.score if one.answer else None for one in sitting.positions]


def test_a_stranger_makes_a_booklet_and_finds_it_in_their_list(
    page: Open, session: Session
) -> None:
    made = (
        page("/paper")
        .follow("Make a booklet")
        .press(
            "Make the booklet", goal="junior", questions="12", versions="2", sheets="3"
        )
    )

    booklet = session.scalars(select(Booklet)).one()
    letters = [sheet.letter for sheet in booklet.sheets]
    session.commit()
    assert "Junior generalist: 12 questions, 2 versions" in made.text
    assert letters == ["A", "B", "A"]
    assert booklet.code in page("/paper").text


def test_a_sheet_for_each_name_and_more_where_more_are_asked_for(
    page: Open, session: Session
) -> None:
    page("/paper/new").press(
        "Make the booklet",
        goal="junior",
        questions="6",
        whom="others",
        sheets="3",
        names="Noor\n\n  Inês ",
    )

    booklet = session.scalars(select(Booklet)).one()
    assert [sheet.name for sheet in booklet.sheets] == ["Noor", "Inês", None]
    assert {sheet.person_id for sheet in booklet.sheets} == {None}


def test_a_booklet_of_some_areas_asks_about_no_other(
    page: Open, session: Session
) -> None:
    page("/paper/new").press(
        "Make the booklet", goal="junior", questions="12", areas=["sql", "git"]
    )

    booklet = session.scalars(select(Booklet)).one()
    assert booklet.required.keys() == {"sql", "git"}
    assert {one.question.area for one in print_version(booklet, 0)} == {"sql", "git"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("questions", "5", "Enter a whole number from 6 to 84."),
        ("questions", "12.5", "Enter a whole number from 6 to 84."),
        ("questions", "", "Enter a whole number from 6 to 84."),
        ("versions", "9", "Enter a whole number from 1 to 8."),
        ("sheets", "many", "Enter a whole number from 1 to 40."),
        ("names", "x" * 81, "Each name has at most 80 characters."),
        ("names", "x\n" * 41, "Enter at most 40 names."),
    ],
)
def test_what_a_booklet_cannot_be_is_said_at_the_field_and_nothing_is_lost(
    page: Open, session: Session, field: str, value: str, said: str
) -> None:
    shown = page("/paper/new").press(
        "Make the booklet",
        {"goal": "junior", "whom": "others", field: value},
        status=422,
    )

    assert said in shown.text
    assert shown.html.count(said) == 2
    assert count_rows(session, Booklet) == 0


def test_all_questions_of_some_areas_make_a_booklet_without_sheets(
    page: Open, session: Session
) -> None:
    shown = page("/paper/new").press(
        "Make the booklet", goal="junior", kind="collection", areas=["git"]
    )

    booklet = session.scalars(select(Booklet)).one()
    assert not booklet.sheets
    assert {one.question.area for one in print_version(booklet, 0)} == {"git"}
    assert "Answer sheets" not in shown.text


def test_all_questions_of_all_areas_are_too_many(page: Open) -> None:
    shown = page("/paper/new").press(
        "Make the booklet", status=422, goal="junior", kind="collection"
    )

    assert "Choose fewer areas" in shown.text


def test_own_booklets_do_not_repeat_each_other(page: Open, session: Session) -> None:
    for _ in range(2):
        page("/paper/new").press("Make the booklet", goal="junior", questions="24")

    first, second = session.scalars(select(Booklet)).all()
    keys = [
        {one.version.key for one in booklet.questions} for booklet in (first, second)
    ]
    assert not keys[0] & keys[1]


def test_the_pdf_has_name_version_and_code_on_booklet_and_sheet(
    client: FlaskClient, session: Session, tools: AssessmentContext, person: Person
) -> None:
    booklet = a_booklet(
        session, tools, person, versions=2, names=["Noor Siddiqui", "Inês Duarte"]
    )
    session.commit()

    answer = client.get(f"/paper/booklets/{booklet.key}/print.pdf?size=us-letter")

    reader = PdfReader(BytesIO(answer.data))
    pages = [one.extract_text() for one in reader.pages]
    assert answer.mimetype == "application/pdf"
    assert reader.pages[0].mediabox.width == 612
    for sheet in booklet.sheets:
        heads = [text for text in pages if f"Name\n{sheet.name}" in text]
        assert [("Answer sheet" in head) for head in heads] == [False, True]
        assert all(sheet.code in head for head in heads)


def test_the_code_on_the_sheet_leads_to_its_form(page: Open, sheet: Sheet) -> None:
    typed = f" {sheet.code.lower().replace('-', ' ')}"

    shown = page("/paper").press("Find the sheet", code=typed)

    assert f"Enter answers: {sheet.code}" in shown.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda code: code.replace("-A-", "-B-"), "is of version A: its code is"),
        (
            lambda code: code[:-1] + "9",
            "None of your booklets has a sheet with this code.",
        ),
        (lambda _code: "hello", "A code has three parts"),
        (lambda _code: "", "Enter the code"),
    ],
)
def test_a_wrong_code_is_said_at_the_field(
    page: Open, sheet: Sheet, change: Callable[[str], str], said: str
) -> None:
    shown = page("/paper").press("Find the sheet", status=422, code=change(sheet.code))

    assert said in shown.text
