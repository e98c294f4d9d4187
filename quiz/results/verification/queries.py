"""Queries about the codes on reports."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from quiz.accounts.models import PersonJoin
from quiz.results.verification.models import ReportCode, ReportFile
from quiz.sittings.models import Sitting


def find_code(session: Session, code: str) -> ReportCode | None:
    """Return a code, whether it works or was turned off."""
    return session.scalar(select(ReportCode).where(ReportCode.code == code))


def find_working_code(session: Session, sitting_id: int) -> ReportCode | None:
    """Return the code that a report of this result carries now; None before the first and after it was turned off."""
    return session.scalar(
        select(ReportCode)
        .where(ReportCode.sitting_id == sitting_id, ReportCode.revoked_at.is_(None))
        .order_by(ReportCode.id)
        .limit(1)
    )


def find_coded_sitting(session: Session, code: ReportCode) -> Sitting | None:
    """Return the result that a code is about, with what its page shows."""
    return session.scalar(
        select(Sitting)
        .where(Sitting.id == code.sitting_id)
        .options(selectinload(Sitting.positions), selectinload(Sitting.results))
    )


def count_codes(session: Session, sitting_id: int) -> int:
    """Return how many codes a result ever had."""
    counted = (
        select(func.count())
        .select_from(ReportCode)
        .where(ReportCode.sitting_id == sitting_id)
    )
    return session.scalar(counted) or 0


def list_files(session: Session, code: ReportCode) -> Sequence[ReportFile]:
    """Return the files that were made with a code, the latest first."""
    return session.scalars(
        select(ReportFile)
        .where(ReportFile.report_code_id == code.id)
        .order_by(ReportFile.made_at.desc(), ReportFile.id.desc())
    ).all()


def find_file(session: Session, code: ReportCode, digest: str) -> ReportFile | None:
    """Return the file with a digest that was made with a code."""
    return session.scalar(
        select(ReportFile).where(
            ReportFile.report_code_id == code.id, ReportFile.digest == digest
        )
    )


def find_code_by_digest(session: Session, digest: str) -> ReportCode | None:
    """Return the code of the file with a digest; one that works before one that was turned off."""
    return session.scalar(
        select(ReportCode)
        .join(ReportFile, ReportFile.report_code_id == ReportCode.id)
        .where(ReportFile.digest == digest)
        .order_by(ReportCode.revoked_at.is_not(None), ReportCode.id)
        .limit(1)
    )


def list_joined_hashes(session: Session, person_id: int) -> set[str]:
    """Return the hashes of the IDs of browsers that were combined with a person."""
    return set(
        session.scalars(
            select(PersonJoin.key_hash).where(PersonJoin.person_id == person_id)
        )
    )
