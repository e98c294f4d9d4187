"""Writes about joining: make and turn off ways to join, join, undo it within a day, leave, and choose what is shared."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.cohorts.checks.models import CheckSitting, SharedSitting
from quiz.cohorts.joining import queries
from quiz.cohorts.joining.codes import new_join_code
from quiz.cohorts.members.queries import count_entries, find_member_of_person
from quiz.cohorts.membership.services import link_earlier_sittings
from quiz.cohorts.models import Cohort, CohortMember, JoinLink, JoinLinkKind
from quiz.core.keys import new_secret, public_key, secret_hash
from quiz.errors import NotNow
from quiz.privacy.models import ConsentSubject
from quiz.privacy.services import record_consent
from quiz.sittings.models import Sitting

#: Of what instructors see; it changes with the words of `templates/cohorts/_seen.html`.
COHORT_NOTICE_VERSION = "2026-11-29b"
MOST_ENTRIES = 1200
#: How long somebody who joined as the wrong entry can undo it.
UNDO_WITHIN = timedelta(days=1)
#: Codes are typed; everything else is followed or scanned.
TYPED = {JoinLinkKind.CODE, JoinLinkKind.SLIP}


class EntryTaken(NotNow):
    """Somebody has joined as this entry of the roster already."""


def create_way(
    session: Session,
    cohort: Cohort,
    kind: JoinLinkKind,
    *,
    made_by_id: int,
    expires_at: datetime,
    now: datetime,
    member: CohortMember | None = None,
) -> str:
    """Make a way to join and return its secret, which is not kept. An earlier one of the same kind ends.

    Raises
    ------
    NotNow
        When the cohort is archived.
    """
    if cohort.archived_at is not None:
        raise NotNow("This cohort is archived. Take it out of the archive first.")
    member_id = member.id if member else None
    _revoke_same(session, cohort, kind, member_id, now=now)
    secret = new_join_code() if kind in TYPED else new_secret()
    session.add(
        JoinLink(
            key=public_key(),
            cohort_id=cohort.id,
            member_id=member_id,
            kind=kind,
            secret_hash=secret_hash(secret),
            made_by_id=made_by_id,
            created_at=now,
            expires_at=expires_at,
            revoked_at=None,
            used_at=None,
        )
    )
    return secret


def _revoke_same(
    session: Session,
    cohort: Cohort,
    kind: JoinLinkKind,
    member_id: int | None,
    *,
    now: datetime,
) -> None:
    session.execute(
        update(JoinLink)
        .where(
            JoinLink.cohort_id == cohort.id,
            JoinLink.kind == kind,
            JoinLink.member_id == member_id,
            JoinLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


def revoke_way(way: JoinLink, *, now: datetime) -> None:
    """Turn a way to join off. Whoever has joined with it stays."""
    way.revoked_at = way.revoked_at or now


def add_entry(
    session: Session,
    cohort: Cohort,
    name: str,
    *,
    now: datetime,
    is_test: bool = False,
) -> CohortMember:
    """Add an entry to the roster.

    Raises
    ------
    NotNow
        When the roster is full.
    """
    if count_entries(session, cohort) >= MOST_ENTRIES:
        raise NotNow(f"A cohort can have {MOST_ENTRIES} people. This one is full.")
    member = CohortMember(
        key=public_key(),
        cohort_id=cohort.id,
        person_id=None,
        external_id=None,
        email=None,
        name=name,
        group_name=None,
        is_test=is_test,
        invited_at=None,
        joined_at=None,
        consent_version=None,
        left_at=None,
        created_at=now,
    )
    session.add(member)
    session.flush()
    return member


def join_cohort(
    session: Session,
    cohort: Cohort,
    person: Person,
    *,
    name: str,
    now: datetime,
    member: CohortMember | None = None,
    way: JoinLink | None = None,
) -> CohortMember:
    """Let a person join as an entry of the roster, or as a new one with this name; they have agreed to what is seen.

    Whoever takes part already stays who they are; whoever had left comes back as the same entry.

    Raises
    ------
    EntryTaken
        When somebody else has joined as this entry.
    NotNow
        When the roster is full.
    """
    own = find_member_of_person(session, cohort, person.id)
    if own is None:
        own = member or add_entry(session, cohort, name, now=now)
        _take_entry(session, own, person, now=now)
    elif own.left_at is not None:
        own.left_at, own.joined_at = None, now
    own.consent_version = COHORT_NOTICE_VERSION
    record_consent(
        session, person, ConsentSubject.COHORT, COHORT_NOTICE_VERSION, now=now
    )
    if way is not None and way.member_id is not None:
        way.used_at = now
    session.flush()
    link_earlier_sittings(session, own)
    return own


def _take_entry(
    session: Session, member: CohortMember, person: Person, *, now: datetime
) -> None:
    # Two who say at the same moment that they are the same entry: the second one is told.
    taken = (
        update(CohortMember)
        .where(CohortMember.id == member.id, CohortMember.person_id.is_(None))
        .values(person_id=person.id, joined_at=now, left_at=None)
        .execution_options(synchronize_session=False)
    )
    if session.connection().execute(taken).rowcount != 1:
        raise EntryTaken(
            "Somebody has joined under this name already. Ask your instructor."
        )
    session.refresh(member)


def may_undo(member: CohortMember, *, now: datetime) -> bool:
    """Say whether a person can still take back that they joined as this entry."""
    return member.joined_at is not None and now - member.joined_at <= UNDO_WITHIN


def undo_join(session: Session, member: CohortMember, *, now: datetime) -> None:
    """Take back that somebody joined as this entry, as if it had not been. Their assessments stay theirs.

    An entry that came into being by joining goes.

    Raises
    ------
    NotNow
        When it is too late.
    """
    if not may_undo(member, now=now):
        raise NotNow(
            "You can undo joining within a day. You can still leave the group."
        )
    _unshare(session, member.id)
    if member.created_at == member.joined_at:
        session.delete(member)
        return
    member.person_id = None
    member.joined_at = None
    member.consent_version = None
    member.shares_answers = False
    session.execute(
        update(JoinLink)
        .where(JoinLink.member_id == member.id)
        .values(used_at=None)
        .execution_options(synchronize_session=False)
    )


def leave_cohort(session: Session, member: CohortMember, *, now: datetime) -> None:
    """End that instructors see anything of a person, and that the person sees anything of the cohort."""
    member.left_at = now
    member.shares_answers = False
    session.execute(delete(SharedSitting).where(SharedSitting.member_id == member.id))


def choose_shared(
    session: Session,
    member: CohortMember,
    sittings: Iterable[Sitting],
    chosen: Collection[str],
    *,
    now: datetime,
) -> None:
    """Share the sittings whose keys were chosen, of those that may be, and no others."""
    shared = {one.sitting_id for one in queries.list_shared(session, member)}
    for sitting in sittings:
        if sitting.key in chosen and sitting.id not in shared:
            session.add(
                SharedSitting(member_id=member.id, sitting_id=sitting.id, shared_at=now)
            )
        elif sitting.key not in chosen and sitting.id in shared:
            session.execute(
                delete(SharedSitting).where(
                    SharedSitting.member_id == member.id,
                    SharedSitting.sitting_id == sitting.id,
                )
            )


def _unshare(session: Session, member_id: int) -> None:
    for model in (SharedSitting, CheckSitting):
        session.execute(delete(model).where(model.member_id == member_id))
