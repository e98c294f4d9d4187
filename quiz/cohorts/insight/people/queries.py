"""Reads about one member: the results that they share, their evidence and what was confirmed of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, selectinload

from quiz.bank.models import QuestionVersion
from quiz.cohorts.checks.models import CheckSitting, SharedSitting
from quiz.cohorts.insight.queries import shares_results
from quiz.cohorts.models import Cohort, CohortCheck, CohortMember
from quiz.cohorts.notes.models import EvidenceSignOff, InstructorNote
from quiz.results.models import Evidence
from quiz.sittings.models import Answer, AttemptItem, Sitting


def find_sharing_member(
    session: Session, cohort: Cohort, key: str
) -> CohortMember | None:
    """Return a member whose results instructors may see."""
    return session.scalar(
        select(CohortMember).where(
            CohortMember.cohort_id == cohort.id,
            CohortMember.key == key,
            shares_results(),
        )
    )


def list_check_results(
    session: Session, member: CohortMember
) -> Sequence[tuple[CohortCheck, Sitting | None]]:
    """Return the checks of the cohort in the order in which they open, with the member's sittings."""
    rows = session.execute(
        select(CohortCheck, Sitting)
        .outerjoin(
            CheckSitting,
            (CheckSitting.check_id == CohortCheck.id)
            & (CheckSitting.member_id == member.id),
        )
        .outerjoin(Sitting, Sitting.id == CheckSitting.sitting_id)
        .where(CohortCheck.cohort_id == member.cohort_id)
        .order_by(CohortCheck.opens_at, CohortCheck.id)
        .options(selectinload(Sitting.results))
    )
    return [(check, sitting) for check, sitting in rows]


def list_shared_sittings(session: Session, member: CohortMember) -> Sequence[Sitting]:
    """Return the earlier assessments that a member shares, the latest first."""
    return session.scalars(
        select(Sitting)
        .join(SharedSitting, SharedSitting.sitting_id == Sitting.id)
        .where(SharedSitting.member_id == member.id, Sitting.finished_at.is_not(None))
        .order_by(Sitting.finished_at.desc())
        .options(selectinload(Sitting.results))
    ).all()


def list_outcomes(session: Session, sitting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return question and score of the answers of a sitting that count; never how long they took."""
    return session.execute(
        select(
            QuestionVersion.key, QuestionVersion.digest, Answer.score, Answer.dont_know
        )
        .select_from(AttemptItem)
        .join(Answer, Answer.position_id == AttemptItem.id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .where(AttemptItem.sitting_id == sitting_id, AttemptItem.left_out.is_(False))
    ).all()


def load_positions(session: Session, sitting: Sitting) -> Sitting:
    """Return a sitting with its questions and answers."""
    session.execute(
        select(Sitting)
        .where(Sitting.id == sitting.id)
        .options(selectinload(Sitting.positions))
        .execution_options(populate_existing=True)
    ).all()
    return sitting


def list_evidence_with_sign_offs(
    session: Session, member: CohortMember
) -> Sequence[tuple[Evidence, EvidenceSignOff | None]]:
    """Return the evidence of a member, the latest first, with what was confirmed of it in this cohort."""
    rows = session.execute(
        select(Evidence, EvidenceSignOff)
        .outerjoin(
            EvidenceSignOff,
            (EvidenceSignOff.evidence_id == Evidence.id)
            & (EvidenceSignOff.member_id == member.id),
        )
        .where(Evidence.person_id == member.person_id)
        .order_by(Evidence.created_at.desc(), Evidence.id.desc())
    )
    return [(evidence, signed) for evidence, signed in rows]


def count_notes(session: Session, member: CohortMember) -> int:
    """Return how many notes there are about a member."""
    return (
        session.scalar(
            select(func.count())
            .select_from(InstructorNote)
            .where(InstructorNote.member_id == member.id)
        )
        or 0
    )


def find_note(
    session: Session, member: CohortMember, key: str
) -> InstructorNote | None:
    """Return one note about a member."""
    return session.scalar(
        select(InstructorNote).where(
            InstructorNote.member_id == member.id, InstructorNote.key == key
        )
    )
