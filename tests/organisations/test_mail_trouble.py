"""Administrators see on every page that emails do not leave; nobody else does."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.core.clock import utc_now
from quiz.mail.messages import MailText
from quiz.mail.models import MailFault
from quiz.mail.services import add_mail, mark_failed, mark_sent
from quiz.mail.transports import DeliveryFailed
from quiz.organisations.models import SiteRoleName
from quiz.sittings.assessment.context import AssessmentContext
from tests.access.belongings import SECRET, a_learner, give_role
from tests.databases import recorded_statements
from tests.pages import Page

WORDS = "Emails are not being sent"
TEXT = MailText("test", "ana@example.org", "Subject", "Text")


def sign_in(
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    role: SiteRoleName | None,
) -> None:
    """Sign the browser in as somebody with a role, or none."""
    theirs = a_learner(session, tools, "ines", with_account=True)
    assert theirs.account is not None
    if role is not None:
        give_role(session, theirs.account, role)
    session.commit()
    client.set_cookie(
        client.application.config["ACCOUNT_COOKIE_NAME"], theirs.signed_in
    )


def fail(session: Session, fault: MailFault) -> None:
    """Let the last attempt to send an email fail."""
    mail = add_mail(session, TEXT, secret=SECRET, now=utc_now())
    mark_failed(mail, DeliveryFailed(fault, "535 for ana@example.org"), now=utc_now())
    session.commit()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (SiteRoleName.ADMINISTRATOR, True),
        (SiteRoleName.AUTHOR, False),
        (None, False),
    ],
)
def test_an_administrator_alone_is_told(
    client: FlaskClient,
    page: Callable[..., Page],
    session: Session,
    tools: AssessmentContext,
    role: SiteRoleName | None,
    *,
    sees: bool,
) -> None:
    sign_in(client, session, tools, role)
    fail(session, MailFault.SIGN_IN)

    text = page("/privacy").text

    assert (WORDS in text) is sees
    assert "ana@example.org" not in text


def test_every_fault_has_words_and_a_success_ends_them(
    client: FlaskClient,
    page: Callable[..., Page],
    session: Session,
    tools: AssessmentContext,
) -> None:
    sign_in(client, session, tools, SiteRoleName.ADMINISTRATOR)
    # A recipient whom the server refuses says nothing about the server.
    for fault in set(MailFault) - {MailFault.RECIPIENT}:
        fail(session, fault)
        assert WORDS in page("/privacy").text

    mark_sent(add_mail(session, TEXT, secret=SECRET, now=utc_now()), now=utc_now())
    session.commit()
    assert WORDS not in page("/privacy").text


@pytest.mark.parametrize(
    ("is_administrator", "looks"),
    [(False, set()), (True, {"outgoing_mail", "site_role"})],
)
def test_a_stranger_costs_no_look_at_emails_or_roles(
    client: FlaskClient,
    page: Callable[..., Page],
    session: Session,
    tools: AssessmentContext,
    engine: Engine,
    *,
    is_administrator: bool,
    looks: set[str],
) -> None:
    if is_administrator:
        sign_in(client, session, tools, SiteRoleName.ADMINISTRATOR)
    fail(session, MailFault.SIGN_IN)

    with recorded_statements(engine) as statements:
        shown = page("/privacy")

    assert (WORDS in shown.text) is is_administrator
    tables = {"outgoing_mail", "site_role"}
    assert {name for name in tables if name in " ".join(statements)} == looks
