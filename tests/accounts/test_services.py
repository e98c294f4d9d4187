"""Being known again: secrets, links and codes, and being forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts import queries, services
from quiz.accounts.models import ClockMark, Erasure, Person, PersonSecret, ResumeToken
from quiz.bank.models import QuestionVersion
from quiz.core.db import Base
from quiz.errors import NotValid
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW, a_person, finished


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def known(session: Session, secret: str) -> int | None:
    session.flush()
    found = queries.find_person_by_secret(session, secret, now=NOW)
    return found.id if found else None


def test_a_new_person_is_found_by_their_secret(session: Session) -> None:
    person, secret = services.create_person(session, now=NOW)

    assert known(session, secret) == person.id


def test_the_secret_itself_is_not_kept(session: Session) -> None:
    _, secret = services.create_person(session, now=NOW)

    assert secret not in set(session.scalars(select(PersonSecret.secret_hash)))


def test_a_guessed_secret_finds_nobody(session: Session) -> None:
    services.create_person(session, now=NOW)

    assert known(session, "guess") is None


def test_a_code_brings_the_person_to_another_browser(session: Session) -> None:
    person = a_person(session)
    code = services.make_resume_code(session, person, now=NOW)

    found, secret = services.resume_person(session, code, now=NOW)

    assert found is person
    assert known(session, secret) == person.id


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", " "), "  {}  ".format]
)
def test_a_code_may_be_typed_carelessly(
    session: Session, change: Callable[[str], str]
) -> None:
    person = a_person(session)
    code = services.make_resume_code(session, person, now=NOW)

    found, _ = services.resume_person(session, change(code), now=NOW)

    assert found is person


def test_a_code_works_once(session: Session) -> None:
    code = services.make_resume_code(session, a_person(session), now=NOW)
    services.resume_person(session, code, now=NOW)

    with pytest.raises(NotValid):
        services.resume_person(session, code, now=NOW)


def test_a_code_works_for_an_hour(session: Session) -> None:
    code = services.make_resume_code(session, a_person(session), now=NOW)

    with pytest.raises(NotValid):
        services.resume_person(session, code, now=NOW + timedelta(hours=1))


def test_a_link_works_on_several_devices_for_90_days(session: Session) -> None:
    person = a_person(session)
    link = services.make_resume_link(session, person, now=NOW)

    for days in (0, 89):
        found, _ = services.resume_person(session, link, now=NOW + timedelta(days=days))
        assert found is person

    with pytest.raises(NotValid):
        services.resume_person(session, link, now=NOW + timedelta(days=90))


def test_ways_can_be_taken_back(session: Session) -> None:
    person = a_person(session)
    link = services.make_resume_link(session, person, now=NOW)

    for token in queries.list_resume_tokens(session, person, now=NOW):
        services.withdraw_resume_token(session, token)
    session.flush()

    with pytest.raises(NotValid):
        services.resume_person(session, link, now=NOW)


def test_one_persons_way_does_not_open_another(session: Session) -> None:
    ana, ben = a_person(session), a_person(session)
    code = services.make_resume_code(session, ana, now=NOW)

    found, _ = services.resume_person(session, code, now=NOW)

    assert found is not ben


def test_a_visit_moves_the_day_of_the_last_one(session: Session) -> None:
    person = a_person(session)

    services.record_visit(
        session, person.id, seen_on=person.seen_on, now=NOW + timedelta(days=3)
    )

    session.refresh(person)
    assert person.seen_on == (NOW + timedelta(days=3)).date()


def test_the_day_of_the_last_visit_never_goes_back(session: Session) -> None:
    person = a_person(session)

    services.record_visit(
        session, person.id, seen_on=person.seen_on, now=NOW - timedelta(days=400)
    )

    session.refresh(person)
    assert person.seen_on == NOW.date()


def test_a_clock_that_runs_behind_makes_nobody_look_long_gone(session: Session) -> None:
    session.add(ClockMark(id=1, believed_at=NOW, jump_seen_at=None, jump_last_at=None))
    session.flush()

    person = a_person(session, now=NOW - timedelta(days=400))

    assert person.seen_on == NOW.date()


def test_a_browser_let_in_by_a_link_ends_90_days_after_its_last_use(
    session: Session,
) -> None:
    link = services.make_resume_link(session, a_person(session), now=NOW)
    person, secret = services.resume_person(session, link, now=NOW)
    session.flush()
    [_, device] = queries.list_devices(session, person, now=NOW)[::-1]

    def is_known(days: int) -> bool:
        later = NOW + timedelta(days=days)
        return queries.find_person_by_secret(session, secret, now=later) is not None

    assert (is_known(89), is_known(90)) == (True, False)
    services.record_device_use(session, device.id, now=NOW + timedelta(days=80))
    session.flush()
    assert (is_known(169), is_known(170)) == (True, False)


def test_presses_of_one_browser_at_the_same_time_make_one_person(
    session: Session,
) -> None:
    secret = "of one browser, drawn from its session"

    first, _ = services.create_first_person(session, secret, now=NOW)
    session.flush()
    second, same = services.create_first_person(
        session, secret, now=NOW + timedelta(seconds=5)
    )

    assert second is first
    assert same == secret


def test_a_session_that_was_used_long_ago_leads_to_nobody(session: Session) -> None:
    secret = "of one browser, drawn from its session"
    first, _ = services.create_first_person(session, secret, now=NOW)
    session.flush()

    second, other = services.create_first_person(
        session, secret, now=NOW + timedelta(minutes=5)
    )

    assert second is not first
    assert other != secret


def test_forgetting_leaves_nothing_of_the_person(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    finished(session, tools, person, answers=5)
    services.make_resume_link(session, person, now=NOW)
    session.flush()

    services.delete_person(session, person)

    session.flush()
    # Of an erasure nothing but a hash stays, which keeps an older backup from bringing the person back.
    kept = {QuestionVersion.__tablename__, Erasure.__tablename__}
    left = {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name not in kept
    }
    assert {name: rows for name, rows in left.items() if rows} == {}


def test_forgetting_one_person_leaves_the_others(
    session: Session, tools: AssessmentContext
) -> None:
    ana, ben = a_person(session), a_person(session)
    kept = finished(session, tools, ben, answers=5)
    finished(session, tools, ana, answers=5)

    services.delete_person(session, ana)

    session.flush()
    session.refresh(kept)
    assert (count(session, Person), kept.answered) == (1, 5)
    assert count(session, ResumeToken) == 0
