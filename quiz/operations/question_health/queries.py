"""Reads about reported questions, a page at a time, and about those that are not asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.moderation.models import ProblemReport
from quiz.sittings.models import Quarantine

PAGE_SIZE = 20
#: Reports of one question that are shown in full.
SHOWN = 20


@dataclass(frozen=True)
class ReportedQuestion:
    """A question with what people report about it."""

    key: str
    #: All of them; `reports` are the latest.
    count: int
    reports: tuple[ProblemReport, ...]


def list_reported_questions(
    session: Session, *, page: int
) -> Sequence[ReportedQuestion]:
    """Return the questions with reports, the one reported last first; one more than a page has."""
    key, newest = QuestionVersion.key, func.max(ProblemReport.id)
    counted = session.execute(
        select(key, func.count(), newest)
        .join(ProblemReport, ProblemReport.question_version_id == QuestionVersion.id)
        .group_by(key)
        .order_by(newest.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()
    reports: dict[str, list[ProblemReport]] = {row[0]: [] for row in counted}
    latest = (
        select(
            ProblemReport.id,
            key,
            func.row_number()
            .over(partition_by=key, order_by=ProblemReport.id.desc())
            .label("place"),
        )
        .join(QuestionVersion, QuestionVersion.id == ProblemReport.question_version_id)
        .where(key.in_(list(reports)))
        .subquery()
    )
    rows = session.execute(
        select(ProblemReport, latest.c.key)
        .join(latest, latest.c.id == ProblemReport.id)
        .where(latest.c.place <= SHOWN)
        .order_by(ProblemReport.id.desc())
    )
    for report, of in rows:
        reports[of].append(report)
    return [ReportedQuestion(of, count, tuple(reports[of])) for of, count, _ in counted]


def list_quarantined(session: Session) -> Sequence[Quarantine]:
    """Return the questions that are not asked, the latest first."""
    return session.scalars(
        select(Quarantine).order_by(
            Quarantine.created_at.desc(), Quarantine.question_key
        )
    ).all()
