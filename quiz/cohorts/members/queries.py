"""Reads about the roster of a cohort."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.cohorts.models import Cohort, CohortMember


def list_members(
    session: Session, cohort: Cohort, *, with_tests: bool = False
) -> Sequence[CohortMember]:
    """Return the roster of a cohort by group and name; test people only if asked for."""
    statement = (
        select(CohortMember)
        .where(CohortMember.cohort_id == cohort.id)
        .order_by(
            CohortMember.is_test,
            func.coalesce(CohortMember.group_name, ""),
            func.lower(CohortMember.name),
            CohortMember.id,
        )
    )
    if not with_tests:
        statement = statement.where(CohortMember.is_test.is_(False))
    return session.scalars(statement).all()


def count_entries(session: Session, cohort: Cohort) -> int:
    """Return how many entries the roster of a cohort has, whoever they are."""
    return (
        session.scalar(
            select(func.count())
            .select_from(CohortMember)
            .where(CohortMember.cohort_id == cohort.id)
        )
        or 0
    )


def find_member(
    session: Session, cohort: Cohort, key: str, *, lock: bool = False
) -> CohortMember | None:
    """Return one entry of the roster of a cohort."""
    statement = select(CohortMember).where(
        CohortMember.cohort_id == cohort.id, CohortMember.key == key
    )
    return session.scalar(
        statement.with_for_update(of=CohortMember) if lock else statement
    )


def find_member_of_person(
    session: Session, cohort: Cohort, person_id: int
) -> CohortMember | None:
    """Return the entry as which a person joined a cohort, whether they have left or not."""
    return session.scalar(
        select(CohortMember).where(
            CohortMember.cohort_id == cohort.id, CohortMember.person_id == person_id
        )
    )


def find_free_entry(
    session: Session, cohort: Cohort, number_or_email: str
) -> CohortMember | None:
    """Return the entry with this number, or this email address, as which nobody has joined."""
    typed = number_or_email.strip()
    free = (
        CohortMember.cohort_id == cohort.id,
        CohortMember.person_id.is_(None),
        CohortMember.is_test.is_(False),
    )
    for condition in (
        CohortMember.external_id == typed,
        CohortMember.email == typed.lower(),
    ):
        found = session.scalar(select(CohortMember).where(*free, condition))
        if found is not None:
            return found
    return None


def list_free_entries_named(
    session: Session, cohort: Cohort, name: str
) -> Sequence[CohortMember]:
    """Return the entries of this name as which nobody has joined. A name alone never says who somebody is."""
    return session.scalars(
        select(CohortMember)
        .where(
            CohortMember.cohort_id == cohort.id,
            CohortMember.person_id.is_(None),
            CohortMember.is_test.is_(False),
            func.lower(CohortMember.name) == name.strip().lower(),
        )
        .order_by(CohortMember.id)
    ).all()
