"""Limits: who is counted, what is counted, and that right codes never are."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import RateLimitItemPerDay, RateLimitItemPerHour
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import make_resume_code, make_resume_link
from quiz.core.clock import utc_now
from quiz.goals.models import OwnGoal
from quiz.web.limits.buckets import (
    EXTENSION_NAME,
    MakeLimit,
    RequestLimits,
    TryLimit,
    network_of,
)
from quiz.web.limits.view_limits import LIMITS
from quiz.web.models import LimitCounter
from tests.factories import a_person, count
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]

#: Views that change something and make nothing that could fill a database: why they need no limit.
WITHOUT_LIMIT = {
    "account.change_name": "changes one row",
    "account.change_password": "wrong passwords are counted by themselves",
    "account.confirm_identity": "wrong passwords are counted by themselves",
    "account.end_other_sessions": "takes away",
    "account.end_session": "takes away",
    "accounts.end_device": "takes away",
    "accounts.leave_browser": "takes away",
    "accounts.withdraw_link": "takes away",
    "administration.close_account": "changes one row",
    "administration.open_account": "changes one row",
    "administration.remove_second_step": "takes away",
    "administration.revoke_role": "takes away",
    "administration.sign_out_account": "takes away",
    "checks.change_check": "changes one row",
    "checks.delete_check": "takes away",
    "cohorts.archive_cohort": "changes one row",
    "cohorts.change_cohort": "changes one row",
    "cohorts.delete_cohort": "takes away",
    "cohorts.reopen_cohort": "changes one row",
    "evidence.delete_evidence": "takes away",
    "evidence.update_evidence": "changes one row",
    "first_run.set_up": "once a site; wrong tokens are counted by themselves",
    "goals.delete_goal": "takes away",
    "goals.update_goal": "changes one row",
    "jobs.cancel_job": "changes one row",
    "members.change_member": "changes one row",
    "members.remove_member": "takes away",
    "membership.leave": "takes away",
    "membership.undo": "takes away",
    "organisations.change_zone": "changes one row",
    "paper.delete_booklet": "takes away",
    "people.change_sign_off": "one row for each piece of evidence",
    "people.delete_note": "takes away",
    "plan.end_plan": "takes away",
    "plan.renew_plan": "changes one row",
    "plan.update_tick": "at most one row an objective",
    "privacy.delete_own_data": "takes away",
    "question_health.quarantine_question": "one row a question",
    "question_health.release_question": "takes away",
    "second_factor.begin_set_up": "one row an account",
    "second_factor.confirm_set_up": "once an account",
    "second_factor.remove_second_factor": "takes away",
    "second_factor.renew_recovery_codes": "replaces ten rows",
    "sharing.revoke_link": "takes away",
    "sharing.update_name": "one row a result",
    "sign_in.claim_browser": "once for each anonymous person",
    "sign_in.sign_out": "takes away",
    "sign_in.submit_code": "wrong codes are counted by themselves",
    "sign_in.submit_password": "wrong passwords are counted by themselves",
    "site.cancel_job": "changes one row",
    "site.retry_emails": "one job for each email that waits",
    "site.retry_job": "changes one row",
    "sittings.delete_one_sitting": "takes away",
    "sittings.extend_sitting": "changes one row",
    "sittings.finish_sitting": "once a sitting",
    "sittings.keep_answer": "changes one row",
    "sittings.reopen_answer": "changes one row",
    "sittings.submit_answer": "as many rows as a sitting has questions",
    "sittings.toggle_confidence": "changes one row",
    "support.forget_thresholds": "changes one row",
    "support.save_thresholds": "changes one row",
    "training.choose_route": "one plan a person",
    "training.update_preferences": "one row a sitting",
    "training.update_told_price": "one row a sitting",
    "verification.choose_name_shown": "changes one row",
    "verification.revoke_code": "changes one row",
    "ways.end_way": "changes one row",
    "web.choose_theme": "a cookie",
}


def test_every_view_that_makes_something_has_a_limit(shared_app: Flask) -> None:
    posts = {
        rule.endpoint
        for rule in shared_app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }

    assert LIMITS.keys() <= shared_app.view_functions.keys()
    assert posts - LIMITS.keys() - WITHOUT_LIMIT.keys() == set()
    assert WITHOUT_LIMIT.keys() - posts == set()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:51823", "203.0.113.9"),
        ("2001:db8:1:1::1", "2001:db8:1:1::/64"),
        ("2001:db8:1:1::8", "2001:db8:1:1::/64"),
        ("2001:DB8:1:1:ffff::", "2001:db8:1:1::/64"),
        ("[2001:db8:1:1::8]:443", "2001:db8:1:1::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unix", "unix"),
    ],
)
def test_an_address_stands_for_what_one_customer_has(
    address: str, network: str
) -> None:
    assert network_of(address) == network


@pytest.fixture
def limits(app: Flask) -> Iterator[Callable[..., None]]:
    """Return a function that sets other limits for one test."""
    kept: RequestLimits = app.extensions[EXTENSION_NAME]
    before = kept.limits

    def limits(**changed: MakeLimit | TryLimit) -> None:
        by_endpoint = {name.replace("__", "."): one for name, one in changed.items()}
        kept.limits = {**before, **by_endpoint}

    yield limits
    kept.limits = before


def copy_goal(browser: FlaskClient, *, status: int = 200) -> Page:
    return open_page(browser, "/goals/junior/copy").press("Save goal", status=status)


def test_newcomers_of_one_network_have_one_limit(
    app: Flask, limits: Callable[..., None], session: Session
) -> None:
    limits(
        goals__create_goal_copy=MakeLimit(
            "goal", RateLimitItemPerDay(9), RateLimitItemPerDay(2)
        )
    )
    for _ in range(2):
        copy_goal(app.test_client())

    stopped = copy_goal(app.test_client(), status=429)

    assert "hour" in stopped.text
    assert count(session, OwnGoal) == 2


def test_somebody_who_is_known_is_not_stopped_by_others_of_the_room(
    app: Flask, page: OpenPage, client: FlaskClient, limits: Callable[..., None]
) -> None:
    limits(
        goals__create_goal_copy=MakeLimit(
            "goal", RateLimitItemPerDay(2), RateLimitItemPerDay(1)
        )
    )
    copy_goal(client)
    copy_goal(app.test_client(), status=429)

    copy_goal(client)
    copy_goal(client)
    copy_goal(client, status=429)


@pytest.mark.parametrize("spelling", ["2001:db8:1:1::%d", "[2001:db8:1:1::%d]:443"])
def test_addresses_of_one_ipv6_network_are_one(
    app: Flask, limits: Callable[..., None], spelling: str
) -> None:
    limits(
        goals__create_goal_copy=MakeLimit(
            "goal", RateLimitItemPerDay(9), RateLimitItemPerDay(2)
        )
    )

    for number, status in enumerate((200, 200, 429, 429), 1):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = spelling % number
        copy_goal(browser, status=status)


def test_thirty_people_of_one_room_come_in_with_right_codes_and_links(
    app: Flask, session: Session, limits: Callable[..., None]
) -> None:
    limits(
        accounts__resume_by_code=TryLimit("code", RateLimitItemPerHour(3)),
        accounts__resume_by_link=TryLimit("link", RateLimitItemPerHour(3)),
    )
    person, now = a_person(session), utc_now()
    codes = [make_resume_code(session, person, now=now) for _ in range(30)]
    link = make_resume_link(session, person, now=now)
    session.commit()

    for code in codes:
        open_page(app.test_client(), "/resume").press("Continue", code=code)
    for _ in range(30):
        open_page(app.test_client(), f"/resume/{link}").press("Continue here")


def test_wrong_codes_are_stopped_and_a_right_one_still_works(
    app: Flask, client: FlaskClient, session: Session, limits: Callable[..., None]
) -> None:
    limits(accounts__resume_by_code=TryLimit("code", RateLimitItemPerHour(3)))
    code = make_resume_code(session, a_person(session), now=utc_now())
    session.commit()
    form = open_page(client, "/resume")
    for _ in range(3):
        form.press("Continue", code="XXXX-XXXX-XXXX", status=422)

    form.press("Continue", code="XXXX-XXXX-XXXX", status=429)
    open_page(app.test_client(), "/resume").press("Continue", code=code)


def test_the_wait_is_said_as_long_as_it_is(
    client: FlaskClient, limits: Callable[..., None]
) -> None:
    limits(accounts__resume_by_code=TryLimit("code", RateLimitItemPerHour(1)))
    form = open_page(client, "/resume")
    form.press("Continue", code="XXXX-XXXX-XXXX", status=422)

    stopped = form.press("Continue", code="XXXX-XXXX-XXXX", status=429)

    assert "in about 60 minutes" in stopped.text


def test_wrong_links_to_shared_results_are_counted(
    client: FlaskClient, limits: Callable[..., None]
) -> None:
    limits(
        sharing__show_shared_result=TryLimit("shared", RateLimitItemPerHour(2)),
    )

    statuses = [client.get(f"/shared/{n}").status_code for n in range(3)]

    assert statuses == [404, 404, 429]


def test_the_address_is_not_kept(page: OpenPage, session: Session) -> None:
    page("/goals/junior/copy").press("Save goal")

    for key in session.scalars(select(LimitCounter.key)):
        assert "127.0.0.1" not in key


def test_a_limit_begins_anew_after_its_window(
    client: FlaskClient, session: Session, limits: Callable[..., None]
) -> None:
    limits(accounts__resume_by_code=TryLimit("code", RateLimitItemPerHour(1)))
    form = open_page(client, "/resume")
    form.press("Continue", code="XXXX-XXXX-XXXX", status=422)
    for counter in session.scalars(select(LimitCounter)):
        counter.expires_at = utc_now() - timedelta(seconds=1)
    session.commit()

    form.press("Continue", code="XXXX-XXXX-XXXX", status=422)


def test_the_same_person_is_counted_on_all_devices(
    app: Flask, client: FlaskClient, session: Session, limits: Callable[..., None]
) -> None:
    limits(goals__create_goal_copy=MakeLimit("goal", RateLimitItemPerDay(2)))
    copy_goal(client)
    person = session.scalars(select(Person)).one()
    code = make_resume_code(session, person, now=utc_now())
    session.commit()
    other = app.test_client()
    open_page(other, "/resume").press("Continue", code=code)

    copy_goal(other)
    copy_goal(client)
    copy_goal(client, status=429)
