"""Reads about notes of instructors."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quiz.cohorts.models import CohortMember
from quiz.cohorts.notes.models import InstructorNote


def list_notes(session: Session, member: CohortMember) -> Sequence[InstructorNote]:
    """Return the notes about a member, the latest first, with who wrote them."""
    return session.scalars(
        select(InstructorNote)
        .where(InstructorNote.member_id == member.id)
        .options(joinedload(InstructorNote.author))
        .order_by(InstructorNote.created_at.desc(), InstructorNote.id.desc())
    ).all()
