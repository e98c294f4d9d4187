"""Reads about cohorts. Everything that an instructor sees goes through `in_organisations`."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session, joinedload

from quiz.cohorts.models import Cohort, CohortCheck, CohortMember
from quiz.organisations.models import Organisation


def in_organisations(organisation_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that a cohort belongs to one of some organisations: those of whoever asks.

    It is the one wall between organisations: whatever reads a cohort, or something of one, for an instructor has it.
    """
    return Cohort.organisation_id.in_(organisation_ids)


def find_cohort(
    session: Session, key: str, organisation_ids: Collection[int], *, lock: bool = False
) -> Cohort | None:
    """Return the cohort with this key if it belongs to one of some organisations; `lock` holds it until the end."""
    statement = (
        select(Cohort)
        .where(Cohort.key == key, in_organisations(organisation_ids))
        .options(joinedload(Cohort.organisation, innerjoin=True))
    )
    return session.scalar(statement.with_for_update(of=Cohort) if lock else statement)


def list_cohorts(session: Session, organisation_ids: Collection[int]) -> list[Cohort]:
    """Return the cohorts of some organisations: those that go on first, the latest first."""
    return list(
        session.scalars(
            select(Cohort)
            .where(in_organisations(organisation_ids))
            .options(joinedload(Cohort.organisation, innerjoin=True))
            .order_by(
                Cohort.archived_at.is_not(None),
                Cohort.starts_on.desc(),
                Cohort.created_at.desc(),
                Cohort.id.desc(),
            )
        )
    )


def count_cohorts(session: Session, organisation_id: int) -> int:
    """Return how many cohorts an organisation has."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Cohort)
            .where(Cohort.organisation_id == organisation_id)
        )
        or 0
    )


def count_members(
    session: Session, organisation_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Return by cohort how many people are on the roster, and how many of them take part. Test people do not count."""
    takes_part = CohortMember.joined_at.is_not(None) & CohortMember.left_at.is_(None)
    rows = session.execute(
        select(
            CohortMember.cohort_id,
            func.count(),
            func.sum(cast(takes_part, Integer)),
        )
        .join(Cohort)
        .where(in_organisations(organisation_ids), CohortMember.is_test.is_(False))
        .group_by(CohortMember.cohort_id)
    )
    return {cohort_id: (entries, active) for cohort_id, entries, active in rows}


def list_led_organisations(
    session: Session, organisation_ids: Collection[int]
) -> list[Organisation]:
    """Return some organisations by name."""
    return list(
        session.scalars(
            select(Organisation)
            .where(Organisation.id.in_(organisation_ids))
            .order_by(Organisation.name)
        )
    )


def list_checks(session: Session, cohort: Cohort) -> Sequence[CohortCheck]:
    """Return the checks of a cohort in the order in which they open."""
    return session.scalars(
        select(CohortCheck)
        .where(CohortCheck.cohort_id == cohort.id)
        .order_by(CohortCheck.opens_at, CohortCheck.id)
    ).all()


def find_check(session: Session, cohort: Cohort, key: str) -> CohortCheck | None:
    """Return one check of a cohort."""
    return session.scalar(
        select(CohortCheck).where(
            CohortCheck.cohort_id == cohort.id, CohortCheck.key == key
        )
    )
