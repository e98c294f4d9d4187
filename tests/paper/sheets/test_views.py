"""What stands on a sheet is typed in, read back and corrected, and becomes a result."""

from collections.abc import Callable
from datetime import timedelta
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
from quiz.sittings.services import delete_sitting
from quiz.web.current_settings import local_day
from tests.pages import Page
from tests.paper.builders import a_booklet, key_texts, without, wrong_texts

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


def test_a_sheet_that_is_filled_in_as_the_key_says_is_all_right(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    saved = page(f"/paper/sheets/{sheet.key}").press("Save", texts)

    sitting = sitting_of(session, sheet)
    assert "12 answers. “I don’t know”: 0. Left empty: 0." in saved.text
    assert scores_of(sitting) == [1.0] * 12
    assert sitting.is_finished
    assert sitting.is_on_paper


def test_the_result_its_report_and_history_say_that_it_was_taken_on_paper(
    page: Open, client: FlaskClient, sheet: Sheet, texts: dict[str, str]
) -> None:
    result = (
        page(f"/paper/sheets/{sheet.key}").press("Save", texts).follow("See the result")
    )

    path = result.url.removesuffix("/result")
    report = client.get(f"{path}/report.pdf")
    printed = PdfReader(BytesIO(report.data)).pages[0].extract_text()
    assert "on paper ·" in result.text
    assert "on paper ·" in page(f"{path}/report").text
    assert "on paper ·" in printed
    assert "On paper, finished on" in page("/sittings").text
    assert page(f"{path}/answers").status == 200


def test_what_cannot_be_read_is_said_at_its_box_and_nothing_is_lost(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    boxes = [b for q in printed_of(session, sheet) for b in q.boxes]
    lettered = next(box for box in boxes if box.box.texts)

    shown = page(f"/paper/sheets/{sheet.key}").press(
        "Save", (texts | {lettered.field: "z"}), status=422
    )

    kept = next(text for field, text in texts.items() if field != lettered.field)
    assert "Z is not one of the letters A to" in shown.text
    assert f'href="#{lettered.field}"' in shown.html
    assert f'value="{kept}"' in shown.html.replace("&lt;", "<").replace("&#34;", '"')
    assert count_rows(session, Sitting) == 0


def test_empties_are_asked_about_once_and_do_not_count(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    printed = printed_of(session, sheet)
    number = next(n for n in range(2, 12) if len(printed[n].boxes) == 1)
    [box] = printed[number].boxes
    field = box.field
    typed = without(texts, field)

    asked = page(f"/paper/sheets/{sheet.key}").press("Save", typed, status=422)
    first_time = count_rows(session, Sitting)
    saved = asked.press("Save with 1 empty answer", typed)

    scores = scores_of(sitting_of(session, sheet))
    assert f"Not saved yet. 1 answer is empty: {box.label}." in " ".join(
        asked.text.split()
    )
    assert first_time == 0
    assert [n for n, score in enumerate(scores) if score is None] == [number]
    assert {score for score in scores if score is not None} == {1.0}
    assert "Left empty: 1." in saved.text


def test_a_sheet_that_is_filled_in_after_the_question_is_saved_at_once(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    first = printed_of(session, sheet)[0].boxes[0].field

    asked = page(f"/paper/sheets/{sheet.key}").press(
        "Save", {first: texts[first]}, status=422
    )
    empty = len(texts) - 1
    asked.press(f"Save with {empty} empty answers", texts)

    assert scores_of(sitting_of(session, sheet)) == [1.0] * 12


def test_a_mark_for_dont_know_is_no_empty(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    first, second = (printed_of(session, sheet)[n] for n in (2, 3))
    marks = {box.field: "-" for box in first.boxes} | {
        b.field: "?" for b in second.boxes
    }

    saved = page(f"/paper/sheets/{sheet.key}").press("Save", (texts | marks))

    answers = [one.answer for one in sitting_of(session, sheet).positions]
    assert [n for n, a in enumerate(answers) if a and a.dont_know] == [2, 3]
    assert "10 answers. “I don’t know”: 2. Left empty: 0." in saved.text


def test_an_empty_sheet_is_no_result(
    page: Open, session: Session, sheet: Sheet
) -> None:
    shown = page(f"/paper/sheets/{sheet.key}").press("Save", status=422)

    assert "Enter at least one answer." in shown.text
    assert count_rows(session, Sitting) == 0


def test_entering_a_sheet_again_corrects_the_same_result(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    page(f"/paper/sheets/{sheet.key}").press("Save", texts)
    before = {one.area: one.level for one in sitting_of(session, sheet).results}

    again = page(f"/paper/sheets/{sheet.key}")
    wrong = wrong_texts(printed_of(session, sheet))
    saved = again.press("Save", wrong)

    sitting = sitting_of(session, sheet)
    after = {one.area: one.level for one in sitting.results}
    assert "This sheet is entered already" in again.text
    assert count_rows(session, Sitting) == 1
    assert max(score or 0 for score in scores_of(sitting)) < 1
    assert all(after[area] < before[area] for area in before)
    assert "corrected on" in saved.text


def test_a_sheet_that_is_shown_again_has_what_was_typed(
    page: Open, sheet: Sheet, texts: dict[str, str]
) -> None:
    page(f"/paper/sheets/{sheet.key}").press("Save", texts)

    shown = page(f"/paper/sheets/{sheet.key}")
    saved = shown.press("Save")

    assert "12 answers" in saved.text


def test_two_people_who_enter_one_sheet_at_once_do_not_overwrite_each_other_unseen(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    late = page(f"/paper/sheets/{sheet.key}")
    page(f"/paper/sheets/{sheet.key}").press("Save", texts)
    wrong = wrong_texts(printed_of(session, sheet))

    warned = late.press("Save", wrong, status=409)
    kept = scores_of(sitting_of(session, sheet))
    warned.press("Save", wrong)

    assert "in the meantime" in warned.text
    assert kept == [1.0] * 12
    assert 1.0 not in scores_of(sitting_of(session, sheet))


def test_a_sheet_of_another_day_has_that_day(
    page: Open, session: Session, tools: AssessmentContext, person: Person
) -> None:
    now = utc_now()
    sheet = a_booklet(session, tools, person, now=now - timedelta(days=5)).sheets[0]
    session.commit()
    day = (now - timedelta(days=2)).date()
    texts = key_texts(printed_of(session, sheet))

    saved = page(f"/paper/sheets/{sheet.key}").press(
        "Save", texts, taken_on=day.isoformat()
    )

    finished_at = sitting_of(session, sheet).finished_at
    assert finished_at is not None
    assert local_day(finished_at) == day
    assert f"taken on {day.day} {day:%B %Y}" in saved.text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "This day is still to come."),
        (-9, "This day is before the booklet was made."),
    ],
)
def test_an_impossible_day_is_refused(
    page: Open, sheet: Sheet, texts: dict[str, str], days: int, said: str
) -> None:
    day = (utc_now() + timedelta(days=days)).date()

    shown = page(f"/paper/sheets/{sheet.key}").press(
        "Save", texts, status=422, taken_on=day.isoformat()
    )

    assert said in shown.text


def test_answers_of_somebody_else_become_a_result_that_is_not_mine(
    page: Open, session: Session, tools: AssessmentContext, person: Person
) -> None:
    booklet = a_booklet(
        session, tools, person, now=utc_now(), for_others=True, names=["Noor", "Inês"]
    )
    session.commit()
    sheet = booklet.sheets[0]
    texts = key_texts(printed_of(session, sheet))

    saved = page(f"/paper/sheets/{sheet.key}").press("Save", texts)
    linked = saved.press("Create a link to the result")

    sitting = sitting_of(session, sheet)
    assert sitting.person_id != person.id
    assert page(f"/sittings/{sitting.key}/result", status=404).status == 404
    assert "Nothing here yet" in page("/sittings").text
    assert "/resume/" in linked.text
    assert f"Enter the next: {booklet.sheets[1].code}" in saved.text


def test_the_link_shows_the_result_in_another_browser(
    page: Open, app: object, session: Session, tools: AssessmentContext, person: Person
) -> None:
    from tests.pages import open_page

    sheet = a_booklet(session, tools, person, now=utc_now(), for_others=True).sheets[0]
    session.commit()
    texts = key_texts(printed_of(session, sheet))
    saved = page(f"/paper/sheets/{sheet.key}").press("Save", texts)
    linked = saved.press("Create a link to the result")
    path = "/resume/" + linked.text.split("/resume/")[1].split()[0]

    other = app.test_client()  # type: ignore[attr-defined]  # the Flask app
    open_page(other, path).press("Continue here")

    key = sitting_of(session, sheet).key
    assert "on paper ·" in open_page(other, f"/sittings/{key}/result").text


def test_deleting_a_booklet_leaves_the_results(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    page(f"/paper/sheets/{sheet.key}").press("Save", texts)

    page("/paper").follow(f"Delete booklet {sheet.booklet.code}").press(
        "Delete the booklet"
    )

    session.expire_all()
    assert count_rows(session, Booklet) == 0
    assert count_rows(session, Sitting) == 1


def test_a_sheet_whose_result_was_deleted_can_be_entered_again(
    page: Open, session: Session, sheet: Sheet, texts: dict[str, str]
) -> None:
    page(f"/paper/sheets/{sheet.key}").press("Save", texts)
    delete_sitting(session, sitting_of(session, sheet))
    session.commit()

    assert page(f"/paper/sheets/{sheet.key}/saved").url == f"/paper/sheets/{sheet.key}"
    page(f"/paper/sheets/{sheet.key}").press("Save", texts)

    assert scores_of(sitting_of(session, sheet)) == [1.0] * 12
