"""Stores what a compared file says of a roster."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.cohorts.joining.services import MOST_ENTRIES, add_entry
from quiz.cohorts.members.queries import count_entries, list_members
from quiz.cohorts.members.services import change_entry, remove_entry
from quiz.cohorts.models import Cohort, CohortMember
from quiz.cohorts.roster.comparison import (
    KnownEntry,
    LineFate,
    RosterComparison,
)
from quiz.errors import NotNow
from quiz.privacy.models import AuditAction

#: Keeps what was done about somebody: their person, if they have joined, and what it was.
Record = Callable[[int | None, AuditAction], None]


def list_known_entries(session: Session, cohort: Cohort) -> list[KnownEntry]:
    """Return the roster of a cohort, as far as a file can change it; test people are not on it."""
    return [describe_known(member) for member in list_members(session, cohort)]


def describe_known(member: CohortMember) -> KnownEntry:
    """Return an entry as far as a file can change it."""
    return KnownEntry(
        member.key,
        member.name,
        member.external_id or "",
        member.email or "",
        member.group_name or "",
    )


def store_roster(
    session: Session,
    cohort: Cohort,
    compared: RosterComparison,
    removed: Collection[str],
    *,
    now: datetime,
    record: Record,
) -> tuple[int, int, int]:
    """Add who is new, change who is changed, and remove those missing who were chosen; return how many of each.

    Raises
    ------
    NotNow
        When the roster would be too long.
    """
    total = count_entries(session, cohort) + compared.count(LineFate.NEW)
    if total > MOST_ENTRIES:
        raise NotNow(
            f"A cohort can have {MOST_ENTRIES} people; with this file it would have {total}."
        )
    members = {one.key: one for one in list_members(session, cohort)}
    chosen = {one.key for one in compared.missing} & set(removed)
    for key in chosen:
        record(members[key].person_id, AuditAction.REMOVED_FROM_COHORT)
        remove_entry(session, members[key])
    session.flush()
    changed = _results(compared, LineFate.CHANGED)
    # Numbers and addresses that change hands within one file are let go of first.
    for result in changed:
        members[result.key].external_id = members[result.key].email = None
    session.flush()
    for result in changed:
        record(members[result.key].person_id, AuditAction.CHANGED_ENTRY)
        _store(members[result.key], result)
    new = _results(compared, LineFate.NEW)
    for result in new:
        _store(add_entry(session, cohort, result.name, now=now), result)
    session.flush()
    return len(new), len(changed), len(chosen)


def _results(compared: RosterComparison, fate: LineFate) -> list[KnownEntry]:
    lines: Iterable[KnownEntry | None] = (
        one.result for one in compared.lines if one.fate is fate
    )
    return [result for result in lines if result is not None]


def _store(member: CohortMember, result: KnownEntry) -> None:
    change_entry(
        member,
        name=result.name,
        external_id=result.external_id,
        email=result.email,
        group_name=result.group,
    )
