"""The pages of privacy, and the two files."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.sessions.models import AccountSession
from quiz.core.clock import utc_now
from quiz.core.db import mapped_table
from quiz.goals.models import OwnGoal
from quiz.privacy.models import ActorRole, AuditAction
from quiz.privacy.register import read_register
from quiz.privacy.services import record_audit
from quiz.sittings.assessment.context import AssessmentContext
from tests.access.belongings import Belongings, a_learner, an_organisation
from tests.pages import Page

WORD = "qzanaqz"


@pytest.fixture
def learner(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> Belongings:
    """Return somebody with an account, who is signed in at the browser."""
    theirs = a_learner(session, tools, WORD, with_account=True)
    name = client.application.config["ACCOUNT_COOKIE_NAME"]
    client.set_cookie(name, theirs.signed_in)
    return theirs


def test_every_kind_of_thing_that_is_stored_is_on_the_page(
    client: FlaskClient, page: Callable[..., Page]
) -> None:
    page("/privacy/stored")

    text = client.get("/privacy/stored").text
    for table in read_register().values():
        section = f'id="{table.name.replace("_", "-")}"'
        assert (section in text) == table.is_about_people, table.name
    assert "The hash of your password (Argon2id)." in text


def test_the_json_file_is_everything(client: FlaskClient, learner: Belongings) -> None:
    answer = client.get("/my-data/download.json")

    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    content = json.loads(answer.text)
    assert content["tables"]["account"]["rows"][0]["email"] == f"{WORD}@example.org"


def test_the_file_to_read_has_every_row_and_no_script(
    client: FlaskClient, learner: Belongings
) -> None:
    answer = client.get("/my-data/download.html")

    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="my-data.html"'
    )
    for words in (
        f"https://{WORD}.example.org",
        "Your answers, 2 of 2",
        "Your email address, if you gave one.",
    ):
        assert words in answer.text
    assert "<script" not in answer.text


def test_what_somebody_typed_is_text_in_the_file(
    client: FlaskClient, session: Session, learner: Belongings
) -> None:
    goal = session.query(OwnGoal).one()
    goal.name = goal.sentence = "<img src=x onerror=alert(1)>"
    session.commit()

    text = client.get("/my-data/download.html").text
    assert "&lt;img src=x" in text
    assert "<img" not in text


def test_a_browser_that_was_left_open_is_asked_who_is_there(
    client: FlaskClient, session: Session, learner: Belongings
) -> None:
    session.execute(
        update(mapped_table(AccountSession)).values(
            authenticated_at=utc_now() - timedelta(minutes=11)
        )
    )
    session.commit()

    for path in ("/my-data/download.json", "/my-data/download.html", "/forget"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/account/confirm")


def test_a_browser_in_which_somebody_is_deleted_throws_away_what_it_kept(
    client: FlaskClient, learner: Belongings
) -> None:
    html = client.get("/forget").text
    token = html.partition('name="csrf_token" value="')[2].partition('"')[0]

    answer = client.post("/forget", data={"csrf_token": token})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_stranger_has_no_data(client: FlaskClient) -> None:
    assert client.get("/my-data").status_code == 404
    assert client.get("/my-data/download.json").status_code == 404


def test_somebody_sees_who_looked_at_what(
    page: Callable[..., Page],
    session: Session,
    tools: AssessmentContext,
    learner: Belongings,
) -> None:
    ines = a_learner(session, tools, "Ines", with_account=True)
    school = an_organisation(session, "School A")
    assert ines.account is not None
    for action, role, account_id, school_id in (
        (AuditAction.SAW_RESULT, ActorRole.INSTRUCTOR, ines.account.id, school.id),
        (AuditAction.EXPORTED_DATA, ActorRole.OPERATOR, None, None),
    ):
        record_audit(
            session,
            learner.person.id,
            action,
            role,
            now=utc_now(),
            actor_account_id=account_id,
            organisation_id=school_id,
        )
    session.commit()

    text = page("/my-data").text
    assert "Looked at one of your results" in text
    assert "Ines, instructor at School A" in text
    assert "Whoever runs this site" in text


def test_an_entry_outlives_the_account_of_whoever_looked(
    page: Callable[..., Page],
    session: Session,
    tools: AssessmentContext,
    learner: Belongings,
) -> None:
    ines = a_learner(session, tools, "Ines", with_account=True)
    assert ines.account is not None
    record_audit(
        session,
        learner.person.id,
        AuditAction.SAW_ANSWERS,
        ActorRole.INSTRUCTOR,
        now=utc_now(),
        actor_account_id=ines.account.id,
    )
    session.flush()
    session.delete(session.get_one(Person, ines.person.id))
    session.commit()

    text = page("/my-data").text
    assert "Someone whose account is deleted, instructor" in text
    assert "Ines" not in text


def test_every_action_and_role_has_words(
    page: Callable[..., Page], session: Session, learner: Belongings
) -> None:
    for action in AuditAction:
        record_audit(
            session, learner.person.id, action, ActorRole.OPERATOR, now=utc_now()
        )
    session.commit()

    assert page("/my-data").text.count("Whoever runs this site") == len(AuditAction)
