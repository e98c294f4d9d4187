"""An instructor at a browser, with a school and a cohort."""

import pytest
from sqlalchemy import Engine

from quiz.accounts.sessions.models import Account
from quiz.cohorts.models import Cohort
from quiz.core.db import open_session
from tests.accounts_fixtures import (
    SignIn,
    add_account,
    ana,
    mailbox,
    other,
    password_hash,
    sign_in,
)
from tests.cohorts.cast import a_cohort, a_school
from tests.pages import Page

__all__ = ["add_account", "ana", "mailbox", "other", "password_hash", "sign_in"]


@pytest.fixture
def cohort(engine: Engine, ana: Account) -> Cohort:
    """Return a cohort of a school that Ana leads."""
    with open_session(engine, writes=True) as session:
        made = a_cohort(session, a_school(session, ana))
        session.commit()
        session.refresh(made)
        session.refresh(made.organisation)
        return made


@pytest.fixture
def instructor(cohort: Cohort, sign_in: SignIn) -> Page:  # the school must be there
    """Return the page that Ana lands on after signing in."""
    return sign_in()
