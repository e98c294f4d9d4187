"""Devices and links: seen, ended, turned off; a browser is left; two browsers become one person."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, Select, select, update
from sqlalchemy.orm import Session

from quiz.accounts.devices import describe_device
from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.accounts.services import create_person, make_resume_code, make_resume_link
from quiz.core.clock import utc_now
from quiz.goals.models import OwnGoal
from quiz.sittings.models import Answer, Sitting
from tests.factories import count
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]
T = TypeVar("T")


def begin(browser: FlaskClient, goal: str = "junior", *, answers: int = 0) -> Page:
    """Begin a sitting in a browser and say "I don't know" a few times."""
    question = open_page(browser, f"/goals/{goal}/start").press("Start", length="quick")
    for _ in range(answers):
        question = question.press("I don’t know")
    return question


def look(session: Session, statement: Select[T]) -> list[T]:
    """Return what a statement finds, and let go of the database: SQLite has one writer."""
    found = list(session.scalars(statement))
    session.rollback()
    return found


def people(session: Session) -> list[int]:
    """Return the numbers of all people, the oldest first."""
    return look(session, select(Person.id).order_by(Person.id))


def make_link(session: Session, person_id: int) -> str:
    link = make_resume_link(session, session.get_one(Person, person_id), now=utc_now())
    session.commit()
    return link


def a_code(session: Session) -> str:
    """Return a code of the person who came last."""
    newest = session.get_one(Person, people(session)[-1])
    code = make_resume_code(session, newest, now=utc_now())
    session.commit()
    return code


def test_a_code_joins_what_is_here_and_what_is_there(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client, answers=2)
    other = app.test_client()
    begin(other, "senior", answers=1)
    code = a_code(session)

    asked = open_page(client, "/resume").press("Continue", code=code)
    assert "Combine both?" in asked.text
    mine = asked.press("Combine both")

    assert "Junior generalist" in mine.text
    assert "Senior" in mine.text
    assert "Junior generalist" in open_page(other, "/sittings").text
    assert (count(session, Person), count(session, Answer)) == (1, 3)


def test_nothing_is_joined_before_it_is_said(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client)
    begin(app.test_client(), "senior")
    code = a_code(session)

    for _ in range(2):
        open_page(client, "/resume").press("Continue", code=code)

    assert count(session, Person) == 2


def test_a_link_says_that_it_joins_and_does(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client, answers=1)
    begin(app.test_client(), "senior")
    link = make_link(session, people(session)[-1])

    asked = open_page(client, f"/resume/{link}")
    assert "already has answers" in asked.text
    asked.press("Combine both")

    assert count(session, Person) == 1
    assert count(session, Sitting) == 2


def test_of_two_open_sittings_for_one_goal_the_shorter_is_finished(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client, answers=1)
    begin(app.test_client(), answers=3)
    code = a_code(session)

    open_page(client, "/resume").press("Continue", code=code).press("Combine both")

    states = {each.answered: each.state for each in session.scalars(select(Sitting))}
    assert states == {1: "finished", 3: "open"}


def test_an_open_sitting_without_answers_gives_way(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client)
    begin(app.test_client(), answers=1)
    code = a_code(session)

    open_page(client, "/resume").press("Continue", code=code).press("Combine both")

    assert [each.answered for each in session.scalars(select(Sitting))] == [1]


def test_everything_that_belongs_to_a_person_is_joined(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    for browser in (client, app.test_client()):
        open_page(browser, "/goals/junior/copy").press("Keep the goal")
        open_page(browser, "/evidence")
    code = a_code(session)

    open_page(client, "/resume").press("Continue", code=code).press("Combine both")

    session.expire_all()
    assert count(session, OwnGoal) == 2
    assert len({each.person_id for each in session.scalars(select(OwnGoal))}) == 1
    assert len({each.person_id for each in session.scalars(select(PersonSecret))}) == 1


def test_the_own_code_changes_nothing(client: FlaskClient, session: Session) -> None:
    begin(client)
    code = a_code(session)

    mine = open_page(client, "/resume").press("Continue", code=code)

    assert "already" in mine.text
    assert count(session, PersonSecret) == 1


def test_nobody_is_joined_with_the_example(
    client: FlaskClient, session: Session
) -> None:
    example, _ = create_person(session, now=utc_now(), is_example=True)
    link = make_resume_link(session, example, now=utc_now())
    session.commit()
    begin(client)

    refused = open_page(client, f"/resume/{link}").press("Combine both", status=409)

    assert "private window" in refused.text
    assert count(session, Person) == 2


def test_devices_are_listed_and_ended_one_by_one(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux) Firefox/140.0"
    begin(client)
    other = app.test_client()
    other.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 16) Firefox/140.0"
    open_page(other, "/resume").press("Continue", code=a_code(session))

    shown = open_page(client, "/devices")
    assert "Firefox on Linux, this browser" in shown.text
    assert "Firefox on Android" in shown.text
    shown.press("Remove")

    assert open_page(other, "/sittings").text.count("Junior") == 0
    assert "Junior" in open_page(client, "/sittings").text


def test_links_are_listed_and_turned_off(
    app: Flask, page: OpenPage, session: Session
) -> None:
    question = page("/goals/junior/start").press("Start", length="quick")
    paused = question.follow("Save and leave").press("Create a link and a code")
    [link] = set(re.findall(r"/resume/[\w-]{43}", paused.html))

    shown = page("/devices")
    assert "Link made on" in shown.text
    while look(session, select(ResumeToken.id)):
        shown = shown.press("Turn off")

    open_page(app.test_client(), link).press("Continue here", status=422)


def test_leaving_a_browser_keeps_the_answers(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client, answers=1)
    code = a_code(session)
    form = open_page(client, "/devices")
    token = form.html.partition('name="csrf_token" value="')[2].partition('"')[0]

    answer = client.post("/devices/leave", data={"csrf_token": token})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("trigpoint_person") is None
    assert len(look(session, select(Answer.id))) == 1
    mine = open_page(client, "/resume").press("Continue", code=code)
    assert "Junior generalist" in mine.text


def test_a_secret_that_was_left_behind_is_of_no_use(
    app: Flask, client: FlaskClient
) -> None:
    begin(client)
    kept = client.get_cookie("trigpoint_person")
    open_page(client, "/devices").press("Leave this browser")
    assert kept is not None

    thief = app.test_client()
    thief.set_cookie("trigpoint_person", kept.value)

    assert "Junior" not in open_page(thief, "/sittings").text


def test_leaving_without_another_way_is_warned_of(
    client: FlaskClient, session: Session
) -> None:
    begin(client)
    assert "you cannot come back" in open_page(client, "/devices").text

    a_code(session)

    assert "you cannot come back" not in open_page(client, "/devices").text


def test_devices_of_others_are_not_found(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    begin(client)
    [key] = look(session, select(PersonSecret.key))
    stranger = app.test_client()
    begin(stranger)
    page = open_page(stranger, "/devices")
    token = page.html.partition('name="csrf_token" value="')[2].partition('"')[0]

    answer = stranger.post(f"/devices/{key}/end", data={"csrf_token": token})

    assert answer.status_code == 404


#: Pages that say nothing new of a person, and yet are visits.
VISITS = ["/sittings", "/plan", "/evidence", "/devices", "/history", "/goals"]


@pytest.mark.parametrize("path", VISITS)
def test_every_page_is_a_visit(
    client: FlaskClient, session: Session, path: str
) -> None:
    begin(client)
    before = utc_now().date() - timedelta(days=80)
    session.execute(update(Person).values(seen_on=before))
    session.execute(update(PersonSecret).values(used_on=before))
    session.commit()

    answer = client.get(path)

    session.expire_all()
    assert session.scalar(select(Person.seen_on)) == utc_now().date()
    assert session.scalar(select(PersonSecret.used_on)) == utc_now().date()
    # The browser keeps the cookie for 400 days from now on.
    assert "Max-Age=34560000" in answer.headers["Set-Cookie"]


def test_a_step_of_a_sitting_is_a_visit(client: FlaskClient, session: Session) -> None:
    question = begin(client)
    session.execute(
        update(Person).values(seen_on=utc_now().date() - timedelta(days=80))
    )
    session.commit()

    question.press("I don’t know")

    session.expire_all()
    assert session.scalar(select(Person.seen_on)) == utc_now().date()


def test_a_second_visit_of_the_day_writes_nothing(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    begin(client)
    client.get("/sittings")
    with engine.connect() as connection:
        before = connection.exec_driver_sql(
            "PRAGMA data_version"
            if engine.dialect.name == "sqlite"
            else "SELECT xmin FROM person"
        ).scalar()
        connection.rollback()

        client.get("/sittings")

        after = connection.exec_driver_sql(
            "PRAGMA data_version"
            if engine.dialect.name == "sqlite"
            else "SELECT xmin FROM person"
        ).scalar()
        connection.rollback()
    assert before == after


def test_what_was_deleted_is_not_left_in_the_file(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its files to itself")
    canary = "kanarienvogel in the name of a goal"
    open_page(client, "/goals/junior/copy").press("Keep the goal", name=canary)
    session.rollback()
    file = Path(str(engine.url.database))

    def found() -> list[str]:
        return [
            each.name
            for each in file.parent.glob(f"{file.name}*")
            if canary.encode() in each.read_bytes()
        ]

    assert found()
    open_page(client, "/forget").press("Delete everything")

    assert found() == []


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Mac OS X 15) Safari/605.1", "Safari on a Mac"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140 Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19) CriOS/140 Safari", "Chrome on iPhone"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_roughly(user_agent: str, name: str) -> None:
    assert describe_device(user_agent) == name
