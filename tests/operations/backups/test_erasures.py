"""Whoever and whatever was deleted after a backup was made does not come back with it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts import queries
from quiz.accounts import services as accounts
from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.operations.backups.restore import restore_backup
from quiz.results.verification import services as verification
from quiz.results.verification.models import ReportCode
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW, a_person, finished
from tests.operations.places import Place

HOUR = timedelta(hours=1)


def test_a_person_deleted_since_stays_deleted(place: Place, tmp_path: Path) -> None:
    def add(session: Session) -> None:
        a_person(session)
        a_person(session)

    def forget(session: Session) -> None:
        accounts.delete_person(session, session.scalars(select(Person)).first())  # type: ignore[arg-type]  # there are two

    place.write(add)
    path = place.back_up(tmp_path / "old.backup")
    place.write(forget)

    report = restore_backup(path, place.url, now=NOW)
    again = restore_backup(path, place.url, now=NOW)

    assert place.count(Person) == 1
    assert (report.replayed.erased, again.replayed.erased) == (1, 1)


def join(session: Session) -> None:
    """Join everyone with the person who came first."""
    keeper, *others = session.scalars(select(Person).order_by(Person.id)).all()
    for other in others:
        accounts.join_people(
            session, keeper, other, settle=lambda *_: None, now=NOW + HOUR
        )


def test_nobody_comes_back_of_those_who_had_joined_before_they_were_deleted(
    place: Place, tmp_path: Path
) -> None:
    def add(session: Session) -> None:
        for _ in range(3):
            a_person(session)

    def forget(session: Session) -> None:
        accounts.delete_person(session, session.scalars(select(Person)).one())

    place.write(add)
    path = place.back_up(tmp_path / "old.backup")
    place.write(join)
    place.write(forget)

    report = restore_backup(path, place.url, now=NOW)

    assert report.replayed.erased == 3
    assert place.count(Person) == 0


def test_a_person_joined_in_two_steps_is_erased_with_the_last_keeper(
    place: Place, tmp_path: Path
) -> None:
    def join_one_by_one(session: Session) -> None:
        first, second, third = session.scalars(select(Person).order_by(Person.id))
        for keeper, other in ((second, first), (third, second)):
            accounts.join_people(
                session, keeper, other, settle=lambda *_: None, now=NOW + HOUR
            )
        accounts.delete_person(session, third)

    place.write(lambda session: [a_person(session) for _ in range(3)])
    path = place.back_up(tmp_path / "old.backup")
    place.write(join_one_by_one)

    restore_backup(path, place.url, now=NOW)

    assert place.count(Person) == 0


def test_somebody_who_joined_again_after_a_restore_can_still_be_deleted(
    place: Place, tmp_path: Path
) -> None:
    def forget(position: int) -> Callable[[Session], None]:
        return lambda session: accounts.delete_person(
            session, session.scalars(select(Person).order_by(Person.id)).all()[position]
        )

    place.write(lambda session: [a_person(session) for _ in range(2)])
    before = place.back_up(tmp_path / "before.backup")
    place.write(join)
    after = place.back_up(tmp_path / "after.backup")
    restore_backup(before, place.url, now=NOW)
    place.write(forget(1))
    restore_backup(after, place.url, now=NOW)

    place.write(forget(0))

    assert place.count(Person) == 0


def test_a_browser_that_came_by_joining_and_was_withdrawn_stays_withdrawn(
    place: Place, tmp_path: Path
) -> None:
    def withdraw(session: Session) -> None:
        join(session)
        [_, theirs] = session.scalars(select(PersonSecret).order_by(PersonSecret.id))
        accounts.end_device(session, theirs)

    place.write(lambda session: [a_person(session) for _ in range(2)])
    path = place.back_up(tmp_path / "old.backup")
    place.write(withdraw)

    report = restore_backup(path, place.url, now=NOW)

    assert report.replayed.withdrawn == 1
    assert place.count(PersonSecret) == 1


def test_links_and_browsers_withdrawn_since_stay_withdrawn(
    place: Place, tmp_path: Path
) -> None:
    def add(session: Session) -> None:
        for _ in range(2):
            accounts.make_resume_link(session, a_person(session), now=NOW)

    def withdraw(session: Session) -> None:
        person = session.scalars(select(Person)).first()
        assert person is not None
        [link] = queries.list_resume_tokens(session, person, now=NOW)
        accounts.withdraw_resume_token(session, link)
        session.delete(person.secrets[0])

    place.write(add)
    path = place.back_up(tmp_path / "old.backup")
    place.write(withdraw)

    report = restore_backup(path, place.url, now=NOW)

    assert report.replayed.withdrawn == 2
    assert (place.count(ResumeToken), place.count(PersonSecret)) == (1, 1)


def test_on_a_new_machine_every_link_still_works(
    place: Place, sqlite_place: Place, tmp_path: Path
) -> None:
    place.write(
        lambda session: accounts.make_resume_link(session, a_person(session), now=NOW)
    )

    report = restore_backup(
        place.back_up(tmp_path / "old.backup"), sqlite_place.url, now=NOW
    )

    assert report.replayed.withdrawn == 0
    assert sqlite_place.count(ResumeToken) == 1


def test_the_code_of_a_report_that_was_turned_off_stays_off(
    place: Place, tools: AssessmentContext, tmp_path: Path
) -> None:
    def add(session: Session) -> None:
        for _ in range(2):
            sitting = finished(session, tools)
            verification.ensure_code(session, sitting.id, now=NOW)

    def turn_off(session: Session) -> None:
        first = session.scalars(select(ReportCode).order_by(ReportCode.id)).first()
        assert first is not None
        verification.revoke_code(session, first.sitting_id, now=NOW + HOUR)

    place.write(add)
    path = place.back_up(tmp_path / "old.backup")
    place.write(turn_off)

    report = restore_backup(path, place.url, now=NOW)

    with place.session() as session:
        codes = select(ReportCode.revoked_at).order_by(ReportCode.id)
        off = session.scalars(codes).all()
    assert list(off) == [NOW + HOUR, None]
    assert report.replayed.withdrawn == 1
