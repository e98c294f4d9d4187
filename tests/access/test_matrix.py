"""Ten people call every view there is, about their own things and about those of others.

The views come from the live map and the expectations from a table written by hand. Rules are asked over HTTP; behind
them each view is replaced by one that only says it was reached, so that nothing is changed on the way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quiz.accounts.sessions.models import Account, AccountSession
from quiz.accounts.sessions.services import set_account_disabled
from quiz.app import create_app
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.organisations.models import SiteRoleName
from quiz.sittings.assessment.context import AssessmentContext
from quiz.web.access import list_views
from tests.access.belongings import (
    Belongings,
    a_learner,
    an_organisation,
    give_role,
    make_instructor,
)
from tests.access.expected_views import list_expected
from tests.cohorts.cast import a_cohort

REACHED = 299
#: What stands in an address besides the key of a thing.
FILLED = {
    "filename": "css/tokens.css",
    "secret": "n0-such-secret",
    "code": "n0suchcode00",
    "objective": "SQL-01",
    "kind": "objective",
    "name": "SQL-01",
    "route_key": "self-taught",
    "area": "sql",
    "row_id": "1",
    "check_key": "n0suchkey000",
    "member_key": "n0suchkey000",
    "way_key": "n0suchkey000",
    "question_key": "n0suchkey000",
    "sitting_key": "n0suchkey000",
    "note_key": "n0suchkey000",
    "evidence_key": "n0suchkey000",
}
EXPECTED = list_expected()
WITH_ACCOUNT = (
    "learner",
    "other",
    "author",
    "instructor",
    "elsewhere",
    "administrator",
    "slow",
    "disabled",
)
#: Whose things everybody asks for, beside their own: a learner's, an instructor's of another school, and those of
#: somebody without an account.
TARGETS = ("other", "elsewhere", "anonymous")
IN, MISSING, SIGN_IN, CONFIRM = "in", "missing", "sign in", "confirm"


@dataclass
class Actor:
    """Somebody at a browser."""

    client: FlaskClient
    #: Whose things are their own.
    own: Belongings | None
    is_known: bool = False
    is_signed_in: bool = False
    is_recent: bool = False
    is_administrator: bool = False
    is_instructor: bool = False


@pytest.fixture(scope="module")
def marked_app(settings: Settings, shared_engine: Engine) -> Flask:
    """Return the app, in which every view only says that it was reached."""
    app = create_app(settings, engine=shared_engine)
    app.testing = True
    # The token of a form is looked at before any rule; it has tests of its own.
    app.config["WTF_CSRF_ENABLED"] = False
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = lambda **_: ("reached", REACHED)
    return app


@pytest.fixture
def cast(
    marked_app: Flask, engine: Engine, session: Session, tools: AssessmentContext
) -> dict[str, Actor]:
    """Return eleven people. All of them but the stranger have done everything there is to do."""
    schools = [an_organisation(session, name) for name in ("School A", "School B")]
    people = {
        name: a_learner(session, tools, f"word{number}", with_account=True)
        for number, name in enumerate(WITH_ACCOUNT)
    }
    accounts = {name: theirs.account for name, theirs in people.items()}
    make_instructor(session, _there(accounts["instructor"]), schools[0])
    make_instructor(session, _there(accounts["elsewhere"]), schools[1])
    for name, school in zip(("instructor", "elsewhere"), schools, strict=True):
        people[name].keys["cohort"] = a_cohort(session, school).key
    give_role(session, _there(accounts["author"]), SiteRoleName.AUTHOR)
    give_role(session, _there(accounts["administrator"]), SiteRoleName.ADMINISTRATOR)
    _sign_in_long_ago(session, _there(accounts["slow"]))
    set_account_disabled(
        session, _there(accounts["disabled"]), disabled=True, now=utc_now()
    )
    session.commit()
    actors = {
        name: _open_browser(
            marked_app,
            theirs,
            is_recent=name != "slow",
            is_signed_in=name != "disabled",
        )
        for name, theirs in people.items()
    }
    actors["administrator"].is_administrator = True
    for name in ("instructor", "elsewhere"):
        actors[name].is_instructor = True
    anonymous = a_learner(session, tools, "word9")
    actors["anonymous"] = _open_browser(marked_app, anonymous, is_signed_in=False)
    actors["stranger"] = Actor(marked_app.test_client(), None)
    return actors


def _there(account: Account | None) -> Account:
    assert account is not None
    return account


def _sign_in_long_ago(session: Session, account: Account) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account.id)
        .values(authenticated_at=utc_now() - timedelta(minutes=11))
    )


def _open_browser(
    app: Flask, theirs: Belongings, *, is_signed_in: bool = True, is_recent: bool = True
) -> Actor:
    client = app.test_client()
    if theirs.device:
        client.set_cookie(app.config["PERSON_COOKIE_NAME"], theirs.device)
    if theirs.signed_in:
        client.set_cookie(app.config["ACCOUNT_COOKIE_NAME"], theirs.signed_in)
    return Actor(
        client,
        theirs,
        is_known=is_signed_in or bool(theirs.device),
        is_signed_in=is_signed_in,
        is_recent=is_signed_in and is_recent,
    )


def fill_address(path: str, keys: dict[str, str], table: str) -> str:
    """Return an address with the key of somebody's thing in it."""
    values = FILLED | {
        "key": keys.get(table, "n0suchkey000"),
        "link_key": keys.get("share_link", "n0suchkey000"),
    }
    for name, value in values.items():
        path = (
            path.replace(f"<{name}>", value)
            .replace(f"<path:{name}>", value)
            .replace(f"<int:{name}>", value)
        )
    assert "<" not in path, path
    return path


def outcome_of(answer: TestResponse) -> str:
    """Say in a word how somebody was answered."""
    place = answer.headers.get("Location", "")
    if answer.status_code == REACHED:
        return IN
    if answer.status_code == 404:
        return MISSING
    if answer.status_code == 303 and place.startswith("/sign-in"):
        return SIGN_IN
    if answer.status_code == 303 and place.startswith("/account/confirm"):
        return CONFIRM
    return f"{answer.status_code} {place}"


def expected_outcome(kind: str, actor: Actor, *, is_own: bool) -> str:
    """Return by hand what somebody must get."""
    known = IN if actor.is_known else MISSING
    signed_in = IN if actor.is_signed_in else SIGN_IN
    owner = IN if is_own else MISSING
    administer = IN if actor.is_administrator else "403 "
    instruct = IN if actor.is_instructor else MISSING
    lead = IN if actor.is_instructor and is_own else MISSING
    return {
        "everyone": IN,
        "known": known,
        "signed in": signed_in,
        "recent": CONFIRM if actor.is_signed_in and not actor.is_recent else signed_in,
        "recent if signed in": (
            CONFIRM if actor.is_signed_in and not actor.is_recent else known
        ),
        "sign-up": IN,
        "owner": owner if actor.is_known else MISSING,
        "signed-in owner": owner if actor.is_signed_in else SIGN_IN,
        # Looked at where there is one, in tests/credentials/oidc.
        "provider": MISSING,
        "administer": administer if actor.is_signed_in else MISSING,
        "administer recently": administer if actor.is_signed_in else MISSING,
        "instruct": instruct if actor.is_signed_in else SIGN_IN,
        "instruct cohort": lead if actor.is_signed_in else SIGN_IN,
        "instruct cohort recently": lead if actor.is_signed_in else SIGN_IN,
        # Looked at with a token in the settings, in tests/operations/test_metrics.py.
        "monitor": MISSING,
        # There is an administrator already.
        "set-up": MISSING,
    }[kind]


def list_tries(
    app: Flask, cast: dict[str, Actor]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield who asks, about whose things, for which view, and what is wrong with the answer, if anything."""
    owners = {name: actor.own for name, actor in cast.items() if actor.own}
    for view in list_views(app):
        kind, table = EXPECTED[f"{view.method} {view.path}"]
        for name, actor in cast.items():
            for owner, things in owners.items():
                if owner != name and owner not in TARGETS[: 3 if table else 1]:
                    continue
                # An account has no browsers that are known without it, and the other way round.
                if table and table not in things.keys:
                    continue
                path = fill_address(view.path, things.keys, table)
                answer = actor.client.open(path, method=view.method)
                wanted = expected_outcome(kind, actor, is_own=owner == name)
                got = outcome_of(answer)
                yield name, owner, view.endpoint, "" if got == wanted else got


def test_every_view_is_in_the_table_and_nothing_else(shared_app: Flask) -> None:
    live = {f"{view.method} {view.path}" for view in list_views(shared_app)}

    assert live - EXPECTED.keys() == set()
    assert EXPECTED.keys() - live == set()


def test_people_reach_what_the_table_says_and_nothing_else(
    marked_app: Flask, cast: dict[str, Actor]
) -> None:
    tries = list(list_tries(marked_app, cast))

    wrong = [f"{' '.join(each[:3])}: {each[3]}" for each in tries if each[3]]
    assert not wrong, "\n".join(wrong)
    assert len(tries) > 2400


def test_a_thing_of_somebody_else_is_answered_like_one_that_is_not_there(
    marked_app: Flask, cast: dict[str, Actor]
) -> None:
    """Byte for byte, whatever the kind of thing."""
    learner, other = cast["learner"], cast["other"]
    assert other.own is not None
    for view in list_views(marked_app):
        kind, table = EXPECTED[f"{view.method} {view.path}"]
        if (
            kind not in {"owner", "signed-in owner", "instruct cohort"}
            or table not in other.own.keys
        ):
            continue
        foreign, missing = (
            learner.client.open(
                fill_address(view.path, keys, table), method=view.method
            )
            for keys in (other.own.keys, {table: "n0suchkey000"})
        )
        assert _body(foreign) == _body(missing), view
        assert foreign.status_code == missing.status_code == 404


def _body(answer: TestResponse) -> bytes:
    """Return a page without its own address, which its forms lead back to, and without its token."""
    text = re.sub(rb'(name="(next|csrf_token)"[^>]*value=")[^"]*', rb"\1", answer.data)
    return re.sub(rb'(value=")[^"]*("[^>]*name="(next|csrf_token)")', rb"\1\2", text)


def test_nobody_finds_the_page_of_the_first_start_once_there_is_an_administrator(
    marked_app: Flask, cast: dict[str, Actor]
) -> None:
    assert cast["stranger"].client.get("/setup").status_code == 404
