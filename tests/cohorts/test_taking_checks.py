"""A member takes a check: it is found, begun once, closes in time, and asks nothing twice."""

import random
from datetime import timedelta

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from quiz.accounts.login import PERSON_COOKIE
from quiz.accounts.services import create_person
from quiz.cohorts.calendar_days import format_moment
from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.checks.services import (
    find_closing_time,
    give_more_time,
    start_check,
)
from quiz.cohorts.login import cohort_zone
from quiz.cohorts.models import CheckPurpose, Cohort, CohortCheck, CohortMember
from quiz.core.clock import utc_now
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import StopReason
from quiz.sittings.models import Sitting
from tests.cohorts.cast import a_check, a_member
from tests.factories import a_person, a_sitting, answer, finish
from tests.pages import Page, open_page


def begin(
    session: Session, member: CohortMember, check: CohortCheck, tools: AssessmentContext
) -> Sitting:
    """Begin a check as a member."""
    assert member.person is not None
    return start_check(
        session,
        member,
        member.person,
        check,
        tools=tools,
        zone=cohort_zone(member.cohort),
        now=utc_now(),
        rng=random.Random(7),
    )


def a_browser(
    app: Flask, session: Session, cohort: Cohort
) -> tuple[Page, CohortMember]:
    """Return the home page of a member who is known in this browser."""
    person, secret = create_person(session, now=utc_now())
    member = a_member(session, session.get_one(Cohort, cohort.id), person)
    session.commit()
    client = app.test_client()
    client.set_cookie(app.config[PERSON_COOKIE], secret)
    return open_page(client, "/"), member


def test_a_member_finds_the_open_check_at_home_and_takes_it(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    check = a_check(session, session.get_one(Cohort, cohort.id), areas=["sql", "git"])
    until = format_moment(check.closes_at, cohort_zone(cohort))
    home, _ = a_browser(app, session, cohort)

    assert f"Entry assessment of Evening class, until {until}" in home.text
    question = home.follow("Open Entry assessment").press("Start")

    sitting = session.query(Sitting).one()
    assert question.url == f"/sittings/{sitting.key}"
    assert sitting.required == {"git": 1.0, "sql": 1.2}
    assert (sitting.prior, sitting.assignment_key) == (None, check.key)
    again = open_page(home.client, "/").follow("Continue Entry assessment")
    assert again.url == question.url


def test_an_own_assessment_for_the_same_goal_may_be_open_beside_it(
    session: Session, cohort: Cohort, tools: AssessmentContext
) -> None:
    held, person = session.get_one(Cohort, cohort.id), a_person(session, now=utc_now())
    own = a_sitting(session, tools, person, now=utc_now())
    check = a_check(session, held)

    sitting = begin(session, a_member(session, held, person), check, tools)

    assert sitting.id != own.id
    assert own.is_open
    assert sitting.is_open


def test_start_pressed_twice_begins_once(
    session: Session, cohort: Cohort, tools: AssessmentContext
) -> None:
    held = session.get_one(Cohort, cohort.id)
    member = a_member(session, held, a_person(session, now=utc_now()))
    check = a_check(session, held)

    first, second = (begin(session, member, check, tools) for _ in range(2))

    assert first.id == second.id
    assert session.query(CheckSitting).count() == 1


def test_no_question_of_an_earlier_check_comes_again_however_long_ago_it_was(
    session: Session, cohort: Cohort, tools: AssessmentContext
) -> None:
    held = session.get_one(Cohort, cohort.id)
    member = a_member(session, held, a_person(session, now=utc_now()))
    seen: list[str] = []
    for purpose in (CheckPurpose.ENTRY, CheckPurpose.EXIT):
        check = a_check(session, held, purpose=purpose, areas=["git"])
        sitting = begin(session, member, check, tools)
        answer(session, sitting, tools, times=8, now=utc_now())
        seen += [position.question.key for position in sitting.positions]
        finish(session, sitting, tools, now=utc_now())
        session.execute(
            update(Sitting).values(started_at=utc_now() - timedelta(days=200))
        )
        for position in sitting.positions:
            position.served_at = utc_now() - timedelta(days=200)
        session.flush()

    assert len(seen) == len(set(seen)) >= 16


def test_a_check_that_is_not_open_cannot_be_begun(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    held = session.get_one(Cohort, cohort.id)
    a_check(session, held, name="Late", opens_in=timedelta(hours=1))
    a_check(session, held, name="Early", closes_in=timedelta(seconds=-1))
    home, member = a_browser(app, session, cohort)

    assert "Late" not in home.text
    assert "Early" not in home.text
    keys = [check.key for check in session.query(CohortCheck)]
    session.rollback()
    for key in keys:
        page = home.open(f"/groups/{member.key}/checks/{key}")
        assert "Start" not in page.text


def test_extra_days_move_the_closing_time_of_one_person_by_the_clock_on_the_wall(
    session: Session, cohort: Cohort, tools: AssessmentContext
) -> None:
    held = session.get_one(Cohort, cohort.id)
    zone = cohort_zone(held)
    member, other = (
        a_member(session, held, a_person(session, now=utc_now()), name)
        for name in ("Hana", "Ben")
    )
    check = a_check(session, held)
    sittings = [begin(session, one, check, tools) for one in (member, other)]

    give_more_time(session, member, 3, zone=zone)

    session.flush()
    session.expire_all()
    assert sittings[1].closes_at == check.closes_at
    assert sittings[0].closes_at == find_closing_time(check, member, zone=zone)
    assert (
        sittings[0].closes_at.astimezone(zone).time()
        == check.closes_at.astimezone(zone).time()
    )


def test_an_answer_after_the_closing_time_is_refused_and_the_rest_counts(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    a_check(session, session.get_one(Cohort, cohort.id))
    home, _ = a_browser(app, session, cohort)
    question = home.follow("Open Entry assessment").press("Start")
    question = question.press("I don’t know")
    session.execute(update(Sitting).values(closes_at=utc_now() - timedelta(minutes=1)))
    session.commit()

    result = question.press("I don’t know")

    assert "The closing time has come." in result.text
    session.expire_all()
    sitting = session.query(Sitting).one()
    assert sitting.is_finished
    assert sitting.stop_reason is StopReason.CLOSED
    assert sitting.answered == 1


def test_a_page_that_is_opened_after_the_closing_time_says_so(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    a_check(session, session.get_one(Cohort, cohort.id))
    home, _ = a_browser(app, session, cohort)
    question = home.follow("Open Entry assessment").press("Start")
    question = question.press("I don’t know")
    session.execute(update(Sitting).values(closes_at=utc_now() - timedelta(minutes=1)))
    session.commit()

    closed = open_page(home.client, question.url)

    assert closed.heading == "The closing time has come"
    assert closed.press("Show my result").url.endswith("/result")


def test_an_assigned_assessment_is_not_deleted_before_it_closes(
    app: Flask, session: Session, cohort: Cohort
) -> None:
    a_check(session, session.get_one(Cohort, cohort.id))
    home, _ = a_browser(app, session, cohort)
    question = home.follow("Open Entry assessment").press("Start")

    form = home.open(f"{question.url}/delete")
    form.press("Delete permanently", status=409)

    assert session.query(Sitting).count() == 1
