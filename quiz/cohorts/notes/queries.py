"""Reads about notes of instructors."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quiz.cohorts.models import CohortMember
from quiz.cohorts.notes.models import EvidenceSignOff, InstructorNote


def list_notes(session: Session, member: CohortMember) -> Sequence[InstructorNote]:
    """Return the notes about a member, the latest first, with who wrote them."""
    return session.scalars(
        select(InstructorNote)
        .where(InstructorNote.member_id == member.id)
        .options(joinedload(InstructorNote.author))
        .order_by(InstructorNote.created_at.desc(), InstructorNote.id.desc())
    ).all()


def list_sign_offs(session: Session, member: CohortMember) -> Sequence[EvidenceSignOff]:
    """Return what instructors confirmed of a member's evidence, the latest first, with who it was."""
    return session.scalars(
        select(EvidenceSignOff)
        .where(EvidenceSignOff.member_id == member.id)
        .options(
            joinedload(EvidenceSignOff.evidence), joinedload(EvidenceSignOff.signed_by)
        )
        .order_by(EvidenceSignOff.signed_at.desc(), EvidenceSignOff.id.desc())
    ).all()
