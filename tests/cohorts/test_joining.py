"""People join a cohort: with a code, a link or a slip, with and without an account, and take it back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.cohorts.joining.codes import CHARACTERS, new_join_code
from quiz.cohorts.joining.services import UNDO_WITHIN
from quiz.cohorts.models import Cohort, CohortMember, JoinLink
from quiz.core.clock import utc_now
from quiz.core.keys import READABLE_CHARACTERS
from quiz.privacy.models import Consent
from tests.accounts_cast import PASSWORD
from tests.accounts_fixtures import SignIn
from tests.cohorts.cast import a_code, an_entry
from tests.pages import Page, open_page


@pytest.fixture
def code(session: Session, cohort: Cohort, ana: Account) -> str:
    """Return a code that works."""
    made = a_code(session, session.get_one(Cohort, cohort.id), ana)
    session.commit()
    return made


def enter(app: Flask, code: str, name: str = "Ben Okafor", number: str = "") -> Page:
    """Return the last page before joining, in a new browser."""
    form = open_page(app.test_client(), "/join")
    return form.press("Continue", code=code).press("Continue", name=name, number=number)


def join(page: Page, sign_in_name: str = "ben", **more: str) -> Page:
    """Join with a name and a password."""
    fields = {"sign_in_name": sign_in_name, "password": PASSWORD, "agrees": "y"} | more
    return page.press("Join", fields)


def only_entry(session: Session) -> str:
    """Return the key of the one entry of the roster, and let go of the database."""
    key = session.query(CohortMember).one().key
    session.rollback()
    return key


def test_a_code_cannot_be_guessed() -> None:
    assert len(READABLE_CHARACTERS) ** CHARACTERS > 2**60
    assert len({new_join_code() for _ in range(100)}) == 100


def test_somebody_without_an_email_address_joins_with_a_code_and_signs_in_elsewhere(
    app: Flask, code: str, sign_in: SignIn
) -> None:
    confirm = enter(app, code.lower().replace("-", " "))
    assert "Your levels" in confirm.text
    assert "They never see how long you took." in confirm.text

    group = join(confirm)

    assert group.heading == "Evening class"
    assert "You are here as Ben Okafor" in group.text
    elsewhere = sign_in("BEN")
    assert elsewhere.heading == "My account"
    assert "Sign-in nameben" in elsewhere.text


def test_nobody_joins_without_agreeing(app: Flask, code: str, session: Session) -> None:
    confirm = enter(app, code)

    refused = confirm.press("Join", status=422, sign_in_name="ben", password=PASSWORD)

    assert "Tick this to join." in refused.text
    assert session.query(CohortMember).count() == 0


def test_what_was_agreed_to_is_kept_with_its_version(
    app: Flask, code: str, session: Session
) -> None:
    join(enter(app, code))

    subjects = {consent.subject.value for consent in session.query(Consent)}
    assert subjects == {"cohort", "privacy-notice"}
    member = session.query(CohortMember).one()
    assert member.consent_version is not None
    assert not member.shares_answers


def test_somebody_joins_in_this_browser_only(app: Flask, code: str) -> None:
    group = enter(app, code).press("Join", way="browser", agrees="y")

    assert group.heading == "Evening class"
    assert open_page(group.client, "/").text.count("Evening class") == 1


def test_a_sign_in_name_is_taken_once(app: Flask, code: str) -> None:
    join(enter(app, code))

    refused = enter(app, code, "Ben Other").press(
        "Join", status=422, sign_in_name="Ben", password=PASSWORD, agrees="y"
    )

    assert "Somebody uses this sign-in name." in refused.text


def test_a_number_leads_to_an_entry_of_the_roster(
    app: Flask, code: str, session: Session, cohort: Cohort
) -> None:
    an_entry(session, session.get_one(Cohort, cohort.id), external_id="4718")
    session.commit()

    confirm = enter(app, code, "H. Sato", "4718")

    assert "I am Hana Sato, number 4718" in confirm.text
    join(confirm, entry=only_entry(session))
    session.expire_all()
    assert session.query(CohortMember).one().joined_at is not None


def test_two_of_one_name_stay_apart_and_nobody_becomes_one_by_the_name_alone(
    app: Flask, code: str, session: Session, cohort: Cohort
) -> None:
    held = session.get_one(Cohort, cohort.id)
    for group in ("A", "B"):
        an_entry(session, held, "Kim Lee", group=f"Group {group}", external_id=group)
    session.commit()

    confirm = enter(app, code, "Kim Lee")

    assert "I am Kim Lee, number A, Group A" in confirm.text
    assert "I am Kim Lee, number B, Group B" in confirm.text
    assert "I am Kim Lee, and not on the list yet" in confirm.text
    refused = confirm.press(
        "Join", status=422, sign_in_name="kim", password=PASSWORD, agrees="y"
    )
    assert "Choose who you are." in refused.text


def test_an_entry_is_taken_by_one_person(
    app: Flask, code: str, session: Session, cohort: Cohort
) -> None:
    an_entry(session, session.get_one(Cohort, cohort.id), external_id="4718")
    session.commit()
    first, second = (enter(app, code, "Hana Sato", "4718") for _ in range(2))
    key = only_entry(session)

    join(first, "hana", entry=key)
    refused = second.press(
        "Join",
        status=422,
        sign_in_name="eve",
        password=PASSWORD,
        agrees="y",
        entry=key,
    )

    assert refused.heading == "Join Evening class"
    assert session.query(CohortMember).filter_by(joined_at=None).count() == 0


def test_a_slip_is_for_one_person_and_works_once(
    app: Flask, session: Session, cohort: Cohort, ana: Account
) -> None:
    held = session.get_one(Cohort, cohort.id)
    slip = a_code(session, held, ana, member=an_entry(session, held))
    session.commit()
    form = open_page(app.test_client(), "/join")

    group = join(form.press("Continue", code=slip), "hana")

    assert "You are here as Hana Sato" in group.text
    again = open_page(app.test_client(), "/join").press(
        "Continue", status=422, code=slip
    )
    assert "This code does not work." in again.text


@pytest.mark.parametrize("end", ["expired", "turned off", "archived"])
def test_a_code_that_has_ended_leads_nowhere(
    app: Flask, code: str, session: Session, end: str
) -> None:
    past = utc_now() - timedelta(seconds=1)
    if end == "archived":
        session.execute(update(Cohort).values(archived_at=past))
    else:
        column = "expires_at" if end == "expired" else "revoked_at"
        session.execute(update(JoinLink).values({column: past}))
    session.commit()

    refused = open_page(app.test_client(), "/join").press(
        "Continue", status=422, code=code
    )

    assert "This code does not work." in refused.text
    open_page(app.test_client(), f"/join/{code}", status=404)


def test_joining_is_undone_within_a_day_and_the_entry_is_free_again(
    app: Flask, code: str, session: Session, cohort: Cohort
) -> None:
    an_entry(session, session.get_one(Cohort, cohort.id), external_id="4718")
    session.commit()
    key = only_entry(session)
    group = join(enter(app, code, "Hana Sato", "4718"), "hana", entry=key)

    undone = group.press("Undo joining")

    assert undone.heading == "Join a group"
    session.expire_all()
    member = session.query(CohortMember).one()
    assert (member.person_id, member.joined_at, member.consent_version) == (None,) * 3
    open_page(group.client, group.url, status=404)


def test_joining_is_not_undone_after_a_day(
    app: Flask, code: str, session: Session
) -> None:
    group = join(enter(app, code))
    long_ago = utc_now() - UNDO_WITHIN - timedelta(minutes=1)
    session.execute(update(CohortMember).values(joined_at=long_ago))
    session.commit()

    later = open_page(group.client, group.url)

    assert "Undo joining" not in later.text
    group.press("Undo joining", status=409)


def test_leaving_ends_the_view_on_both_sides_and_joining_again_is_possible(
    app: Flask, code: str, session: Session, instructor: Page, cohort: Cohort
) -> None:
    group = join(enter(app, code))

    home = group.follow("Leave this group").press("Leave the group")

    assert "no longer see your results" in home.text
    assert "Evening class" not in home.text.split("no longer see your results")[1]
    open_page(group.client, group.url, status=404)
    roster = instructor.open(f"/cohorts/{cohort.key}/members")
    assert "Left on" in roster.text
    back = open_page(group.client, f"/join/{code}").press("Continue", name="Ben")
    assert back.press("Join", agrees="y").heading == "Evening class"
    assert session.query(CohortMember).count() == 1
