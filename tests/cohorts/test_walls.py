"""Nothing of one organisation is visible or countable to an instructor of another, by any path."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.cohorts.joining.services import COHORT_NOTICE_VERSION
from quiz.cohorts.models import Cohort
from quiz.core.db import open_session
from quiz.organisations.models import Organisation
from quiz.web.access import list_views
from tests.accounts_cast import an_account
from tests.cohorts.cast import (
    a_check,
    a_code,
    a_cohort,
    a_member,
    a_school,
    an_entry,
)
from tests.pages import Page
from tests.rules.files import ROOT

CANARY = "qzcanaryqz"


@pytest.fixture
def foreign(
    session: Session, ana: Account, cohort: Cohort
) -> dict[str, str]:  # two schools
    """Return the keys of everything of a cohort of another school, whose texts hold the canary."""
    school = a_school(session, None, f"{CANARY} school")
    theirs = a_cohort(session, school, f"{CANARY} class")
    check = a_check(session, theirs, name=f"{CANARY} check")
    entry = an_entry(
        session,
        theirs,
        f"{CANARY} name",
        external_id="1",
        email=f"{CANARY}@example.org",
    )
    learner = an_account(session, "learner@example.org", name=CANARY)
    a_member(session, theirs, learner.person, CANARY)
    a_code(session, theirs, ana)
    session.commit()
    return {"key": theirs.key, "check_key": check.key, "member_key": entry.key}


def fill(path: str, keys: dict[str, str]) -> str:
    """Return an address with keys in it."""
    for name, key in keys.items():
        path = path.replace(f"<{name}>", key)
    return re.sub(r"<[^>]+>", "n0suchkey000", path)


def crawl(page: Page) -> set[str]:
    """Return what an instructor can read by following links from the list of cohorts, as the HTML of each page."""
    todo, seen, texts = ["/cohorts"], set(), set()
    while todo:
        path = todo.pop()
        if path in seen or not path.startswith(("/cohorts", "/account", "/my-data")):
            continue
        seen.add(path)
        answer = page.client.get(path)
        # Pictures and workbooks are read as well.
        text = answer.get_data().decode(errors="replace")
        texts.add(text)
        todo += [urlsplit(one).path for one in re.findall(r'href="([^"]+)"', text)]
    assert len(seen) > 8
    return texts


def test_an_instructor_who_follows_every_link_sees_nothing_of_another_school(
    foreign: dict[str, str], instructor: Page
) -> None:
    texts = crawl(instructor)

    assert not [text for text in texts if CANARY in text]
    assert not [text for text in texts if foreign["key"] in text]


def test_foreign_keys_in_any_place_are_answered_as_missing_and_change_nothing(
    app: Flask,
    engine: Engine,
    cohort: Cohort,
    foreign: dict[str, str],
    instructor: Page,
) -> None:
    before = app.config.get("WTF_CSRF_ENABLED", True)
    app.config["WTF_CSRF_ENABLED"] = False
    own = foreign | {"key": cohort.key}
    wrong = []
    try:
        for view in list_views(app):
            if not view.path.startswith("/cohorts/<key>"):
                continue
            mixed = [own] if view.path.count("<") > 1 else []
            for keys in (foreign, *mixed):
                answer = instructor.client.open(
                    fill(view.path, keys), method=view.method
                )
                # Confirming who one is comes before some.
                if (
                    answer.status_code != 404
                    and "/account/confirm" not in answer.headers.get("Location", "")
                ):
                    wrong.append((view, answer.status_code))
                assert CANARY not in answer.text
    finally:
        app.config["WTF_CSRF_ENABLED"] = before
    assert not wrong
    with open_session(engine, writes=False) as session:
        assert session.query(Organisation).count() == 2
        assert session.query(Cohort).count() == 2


def test_a_change_of_what_instructors_see_is_a_new_version() -> None:
    """People agree to these words. A new line here goes with a new `COHORT_NOTICE_VERSION`."""
    words = " ".join((ROOT / "templates/cohorts/_seen.html").read_text().split())
    notices = {"2026-11-29": "69c876ee1cf685eb", "2026-11-29b": "9b6cb0627727ecc6"}

    assert (
        hashlib.sha256(words.encode()).hexdigest()[:16]
        == notices[COHORT_NOTICE_VERSION]
    )
    assert max(notices) == COHORT_NOTICE_VERSION
