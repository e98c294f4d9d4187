"""Writes about one member: notes, and evidence that an instructor has looked at."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.cohorts.insight.people.queries import count_notes
from quiz.cohorts.models import CohortMember
from quiz.cohorts.notes.models import EvidenceSignOff, InstructorNote
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.results.models import Evidence

#: Nobody has more notes.
MOST_NOTES = 200


def write_note(
    session: Session,
    member: CohortMember,
    text: str,
    *,
    author_id: int,
    now: datetime,
) -> InstructorNote:
    """Store a note that the member can read.

    Raises
    ------
    NotNow
        When there are too many.
    """
    if count_notes(session, member) >= MOST_NOTES:
        raise NotNow("There are too many notes. Delete one first.")
    note = InstructorNote(
        key=public_key(),
        member_id=member.id,
        author_id=author_id,
        text=text,
        created_at=now,
    )
    session.add(note)
    return note


def delete_note(session: Session, note: InstructorNote) -> None:
    """Delete a note for everybody."""
    session.delete(note)


def confirm_evidence(
    session: Session,
    member: CohortMember,
    evidence: Evidence,
    *,
    signed_by_id: int,
    now: datetime,
) -> None:
    """Keep that an instructor has looked at a piece of evidence and that it shows what it claims."""
    session.add(
        EvidenceSignOff(
            evidence_id=evidence.id,
            member_id=member.id,
            signed_by_id=signed_by_id,
            signed_at=now,
        )
    )


def withdraw_confirmation(session: Session, signed: EvidenceSignOff) -> None:
    """Take a confirmation back."""
    session.delete(signed)
