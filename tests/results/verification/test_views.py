"""The page that a code on a report leads to, and the check of a file."""

import io
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import format_key, public_key
from quiz.goals.models import OwnGoal
from quiz.results.services import change_result_name
from quiz.results.verification.models import ReportCode, ReportFile
from quiz.sittings.models import Sitting
from quiz.web.limits.buckets import TryLimit
from quiz.web.limits.view_limits import LIMITS
from tests.pages import Page, inspected

OpenPage = Callable[..., Page]


def save_report(client: FlaskClient, sitting_key: str, query: str = "") -> bytes:
    """Return the report as its owner saves it."""
    answer = client.get(f"/sittings/{sitting_key}/report.pdf{query}")
    assert answer.mimetype == "application/pdf"
    return answer.get_data()


def only_code(session: Session) -> str:
    code = session.scalars(
        select(ReportCode.code).where(ReportCode.revoked_at.is_(None))
    ).one()
    session.rollback()
    return code


def check(page: OpenPage, data: bytes, name: str, *, status: int = 200) -> Page:
    """Hand a file in on the page for checking, as somebody without script does."""
    form = page("/verify")
    token = next(
        each.attrib["value"]
        for each in form.all("input")
        if each.attrib.get("name") == "csrf_token"
    )
    answer = form.client.post(
        "/verify/file",
        data={"csrf_token": token, "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )
    return inspected(answer, form.client, status=status)


def test_a_report_carries_a_code_whose_page_says_the_same(
    page: OpenPage,
    client: FlaskClient,
    app: Flask,
    session: Session,
    sitting: Sitting,
) -> None:
    key = sitting.key
    change_result_name(session, sitting, "Maren")
    session.commit()

    document = save_report(client, key)

    code = only_code(session)
    stranger = app.test_client()
    seen = stranger.get(f"/r/{format_key(code).upper()}")
    told = inspected(stranger.get(f"/r/{code}"), stranger, status=200)
    assert seen.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in seen.text
    assert "Maren, as the person wrote it" in told.text
    assert "Junior generalist" in told.text
    assert "22 November 2026" in told.text
    assert sha256(document).hexdigest() in told.text
    assert "portfolio" not in told.text.lower()
    assert key not in seen.text


def test_the_same_report_is_noted_once_and_another_paper_beside_it(
    client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()

    first, again = save_report(client, key), save_report(client, key)
    letter = save_report(client, key, "?paper=us-letter")

    assert first == again
    digests = set(session.scalars(select(ReportFile.digest)))
    assert digests == {sha256(one).hexdigest() for one in (first, letter)}


def test_the_name_is_shown_only_where_its_owner_allows(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    change_result_name(session, sitting, "Maren")
    session.commit()
    save_report(client, key)
    code = only_code(session)

    page(f"/sittings/{key}/share").press("Save choice", shows_name="")

    assert "Maren" not in page(f"/r/{code}").text
    assert "Not shown" in page(f"/r/{code}").text


def test_a_code_that_was_turned_off_says_so_and_the_next_report_has_another(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    document = save_report(client, key)
    code = only_code(session)

    page(f"/sittings/{key}/share").press("Turn off this code")

    off = page(f"/r/{code}", status=410)
    assert off.heading == "This report was turned off"
    assert "turned the code off on" in off.text
    assert "Turned off." in check(page, document, "r.pdf").text
    save_report(client, key)
    assert only_code(session) != code


def test_an_unknown_code_says_so_and_is_counted(page: OpenPage) -> None:
    unknown = page(f"/r/{public_key()}", status=404)

    assert unknown.heading == "There is no report with this code"
    for view in ("show_report_code", "find_report", "check_report_file"):
        assert isinstance(LIMITS[f"verification.{view}"], TryLimit)


def test_a_typed_code_leads_to_its_page(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    save_report(client, key)
    code = only_code(session)

    found = page("/verify").press("Open its page", code=f" {format_key(code).upper()} ")

    assert found.url == f"/r/{code}"
    page("/verify").press("Open its page", code="", status=422)


def test_a_file_is_told_from_one_that_was_altered(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    document = save_report(client, key)

    good = check(page, document, "report.pdf")
    altered = check(page, document + b" ", "report.pdf", status=422)
    other = check(page, b"hello", "report.txt", status=422)
    nothing = check(page, b"", "", status=422)

    assert "This file is genuine." in good.text
    assert "Altered, or not made here." in altered.text
    assert "We cannot read this file." in other.text
    assert "Choose a file first." in nothing.text


def test_a_digest_from_a_script_is_enough(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    digest = sha256(save_report(client, key)).hexdigest()

    good = page("/verify").press("Check the file", digest=digest)

    assert "This file is genuine." in good.text
    page("/verify").press("Check the file", digest="0" * 64, status=422)


def test_a_large_file_is_refused(client: FlaskClient) -> None:
    answer = client.post(
        "/verify/file",
        data=bytes(3 * 1024 * 1024),
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("own", [True, False])
def test_a_goal_of_ones_own_is_marked(
    page: OpenPage,
    client: FlaskClient,
    session: Session,
    sitting: Sitting,
    own: bool,  # noqa: FBT001  # the case
) -> None:
    key = sitting.key
    if own:
        sitting.goal_key, sitting.goal_name = public_key(), "Senior generalist"
        session.add(
            OwnGoal(
                key=sitting.goal_key,
                person_id=sitting.person_id,
                name="Senior generalist",
                sentence="",
                levels=dict(sitting.required),
                skills={},
                changed_at=sitting.started_at,
            )
        )
    session.commit()
    save_report(client, key)
    code = only_code(session)
    signed = json.loads(client.get(f"/sittings/{key}/result.json").data)
    link = page(f"/sittings/{key}/share").press("Create a link")
    path = "/shared/" + link.text.split("/shared/")[1].split(" ")[0]

    marks = [
        "A custom goal: the person" in page(where).text
        for where in (f"/r/{code}", path)
    ]

    assert marks == [own, own]
    assert signed["goal"]["custom"] is own


def test_the_example_person_is_marked_for_others_too(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    person = session.get(Person, sitting.person_id)
    assert person is not None
    person.is_example = True
    session.commit()
    save_report(client, key)

    assert "An example: this person" in page(f"/r/{only_code(session)}").text


def test_a_signed_file_is_checked_on_the_same_page(
    page: OpenPage, client: FlaskClient, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    text = client.get(f"/sittings/{key}/result.json").data
    better = json.loads(text)
    better["areas"][0]["level"] = 3.0

    good = check(page, text, "result.json")
    forged = check(page, json.dumps(better).encode(), "result.json", status=422)
    page(f"/sittings/{key}/share").press("Turn off this code")
    off = check(page, text, "result.json")

    assert "This signed file is genuine." in good.text
    assert "Junior generalist" in good.text
    assert "Altered, or not made here." in forged.text
    assert "Turned off." in off.text
