"""Somebody asks the real pages for everything of somebody else: nothing is shown and nothing is changed."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.access.ownership import OWNED_BY, belongs_to, find_table
from quiz.core.db import open_session
from quiz.sittings.assessment.context import AssessmentContext
from quiz.web.access import list_views
from tests.access.belongings import a_learner
from tests.access.test_matrix import fill_address

WORD = "qzvictimqz"


@pytest.fixture
def without_tokens(app: Flask) -> Iterator[Flask]:
    """Return the app, which for once does not look at the tokens of forms: nothing but access holds."""
    before = app.config.get("WTF_CSRF_ENABLED", True)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.config["WTF_CSRF_ENABLED"] = before


def read_rows(engine: Engine, person_id: int) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that is stored about a person."""
    with open_session(engine, writes=False) as session:
        return {
            name: sorted(
                tuple(map(str, row))
                for row in session.execute(
                    find_table(name).select().where(belongs_to(name, person_id))
                )
            )
            for name in OWNED_BY
        }


def test_foreign_keys_show_nothing_and_change_nothing(
    without_tokens: Flask, engine: Engine, session: Session, tools: AssessmentContext
) -> None:
    victim = a_learner(session, tools, WORD)
    thief = a_learner(session, tools, "thief", with_account=True)
    victim_id = victim.person.id
    session.commit()
    before = read_rows(engine, victim_id)
    # Their own thing, with a part of somebody else in it.
    mixed = thief.keys | {"share_link": victim.keys["share_link"]}
    addresses = {
        (view.method, fill_address(view.path, keys, table))
        for view in list_views(without_tokens)
        if "<" in view.path and view.endpoint != "static"
        for table in victim.keys
        for keys in (victim.keys, *([mixed] if "link_key" in view.path else []))
    }

    for method, path in sorted(addresses):
        client = without_tokens.test_client()
        client.set_cookie(without_tokens.config["ACCOUNT_COOKIE_NAME"], thief.signed_in)
        answer = client.open(path, method=method)
        assert WORD not in answer.get_data(as_text=True), (method, path)
        assert answer.status_code < 500, (method, path)

    assert read_rows(engine, victim_id) == before
    assert len(addresses) > 300
