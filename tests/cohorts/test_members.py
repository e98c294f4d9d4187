"""The roster in the hands of an instructor: files, single entries, a new way to sign in."""

import io

from flask import Flask
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.cohorts.models import Cohort, CohortMember
from quiz.privacy.models import AuditEntry
from tests.accounts_cast import PASSWORD, an_account
from tests.accounts_fixtures import Mailbox, SignIn
from tests.cohorts.cast import a_code, a_member, an_entry
from tests.pages import Page, inspected, open_page

CSV = "Name,ID number,Email address,Group\nHana Sato,4718,hana@example.org,B\nBad,1,no address,\n"


def upload(page: Page, cohort: Cohort, text: str, *, status: int = 200) -> Page:
    """Upload a roster and return the page that follows."""
    form = page.open(f"/cohorts/{cohort.key}/roster")
    token = next(
        one.get("value", "")
        for one in form.all("input")
        if one.get("name") == "csrf_token"
    )
    answer = page.client.post(
        f"/cohorts/{cohort.key}/roster",
        data={"csrf_token": token, "file": (io.BytesIO(text.encode()), "r.csv")},
    )
    return inspected(answer, page.client, status=status)


def names(session: Session) -> set[str]:
    """Return who is on the roster, and let go of the database."""
    found = {one.name for one in session.query(CohortMember)}
    session.rollback()
    return found


def test_nothing_is_stored_before_the_preview_was_agreed_to(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    preview = upload(instructor, cohort, CSV)

    assert "1 new, 0 changed, 0 unchanged, 1 faulty" in preview.text
    assert "“no address” is not an email address." in preview.text
    assert names(session) == set()
    roster = preview.press("Add 1 and change 0")
    assert "Roster saved: 1 new, 0 changed, 0 removed." in roster.text
    assert names(session) == {"Hana Sato"}


def test_an_exported_roster_comes_back_as_no_change(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    held = session.get_one(Cohort, cohort.id)
    an_entry(session, held, "=1+1", external_id="7")
    an_entry(session, held, "Kim Lee")
    session.commit()

    exported = instructor.client.get(f"/cohorts/{cohort.key}/roster.csv")

    assert "attachment" in exported.headers["Content-Disposition"]
    assert "'=1+1" in exported.text
    preview = upload(instructor, cohort, exported.get_data(as_text=True))
    assert "0 changes." in preview.text


def test_people_who_are_not_on_the_file_go_only_when_ticked(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    held = session.get_one(Cohort, cohort.id)
    keys = [an_entry(session, held, name).key for name in ("Ana", "Ben")]
    session.commit()

    upload(instructor, cohort, CSV).press("Add 1 and change 0")
    assert names(session) == {"Ana", "Ben", "Hana Sato"}
    upload(instructor, cohort, CSV).press("Remove those ticked", remove=[keys[0]])

    assert names(session) == {"Ben", "Hana Sato"}


def test_a_number_of_somebody_else_is_refused_at_the_field(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    held = session.get_one(Cohort, cohort.id)
    an_entry(session, held, "Ana", external_id="1")
    key = an_entry(session, held, "Ben").key
    session.commit()

    form = instructor.open(f"/cohorts/{cohort.key}/members/{key}/change")
    refused = form.press("Save", status=422, external_id="1")

    assert "Somebody else in this cohort has this number" in refused.text


def test_a_learner_who_forgot_the_password_gets_a_link_and_can_read_who_made_it(
    app: Flask, session: Session, cohort: Cohort, ana: Account, instructor: Page
) -> None:
    code = a_code(session, session.get_one(Cohort, cohort.id), ana)
    session.commit()
    join = open_page(app.test_client(), "/join").press("Continue", code=code)
    group = join.press("Continue", name="Ben").press(
        "Join", sign_in_name="ben", password=PASSWORD, agrees="y"
    )
    key = session.query(CohortMember).one().key
    session.rollback()

    entry = instructor.open(f"/cohorts/{cohort.key}/members/{key}/change")
    shown = entry.press("Make a one-time link")
    link = next(a.text for a in shown.all("a") if "/password/" in (a.text or ""))

    browser = app.test_client()
    chosen = open_page(browser, str(link)).press(
        "Save password", password="lamp otter 77 river"
    )
    assert (
        "Made a link with which you can set a new password"
        in chosen.open("/my-data").text
    )
    # The browser that joined is signed out.
    assert open_page(group.client, "/account").heading == "Sign in"


def test_nobody_gets_a_link_to_an_account_that_helps_itself(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    held = session.get_one(Cohort, cohort.id)
    account = an_account(session, "hana@example.org")
    member = a_member(session, held, account.person)
    session.commit()
    address = f"/cohorts/{cohort.key}/members/{member.key}"

    page = instructor.open(f"{address}/change")

    assert "can reset the password" in page.text
    answer = instructor.client.post(
        f"{address}/password-link",
        data={"csrf_token": page.all("input")[0].get("value", "")},
    )
    assert answer.status_code == 409


def test_removing_somebody_is_asked_first_and_kept_for_them_to_read(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    account = an_account(session, "hana@example.org")
    member = a_member(session, session.get_one(Cohort, cohort.id), account.person)
    session.commit()

    form = instructor.open(f"/cohorts/{cohort.key}/members/{member.key}/remove")
    form.press("Remove")

    assert names(session) == set()
    [entry] = session.query(AuditEntry).all()
    assert entry.action.value == "removed-from-cohort"


def test_an_invitation_by_email_is_for_one_person(
    session: Session,
    cohort: Cohort,
    instructor: Page,
    mailbox: Mailbox,
    app: Flask,
    sign_in: SignIn,  # the browser of the instructor
) -> None:
    an_entry(session, session.get_one(Cohort, cohort.id), email="hana@example.org")
    session.commit()

    setup = instructor.open(f"/cohorts/{cohort.key}/setup")
    sent = setup.press("Send invitations")

    assert "1 invitation is on the way" in sent.text
    [(recipient, subject, _)] = mailbox.read_all()
    assert (recipient, subject) == (
        "hana@example.org",
        "Join Evening class at Trigpoint",
    )
    confirm = open_page(app.test_client(), mailbox.newest_link())
    assert "I am Hana Sato" in confirm.text


def test_slips_are_one_for_each_who_has_not_joined(
    session: Session, cohort: Cohort, instructor: Page
) -> None:
    held = session.get_one(Cohort, cohort.id)
    an_entry(session, held, "Hana Sato", external_id="4718")
    an_entry(session, held, "Ben Okafor")
    a_member(session, held, an_account(session, "kim@example.org").person, "Kim Lee")
    session.commit()

    slips = instructor.open(f"/cohorts/{cohort.key}/setup").press("Make slips to print")

    assert "Hana Sato, 4718" in slips.text
    assert "Ben Okafor" in slips.text
    assert "Kim Lee" not in slips.text
