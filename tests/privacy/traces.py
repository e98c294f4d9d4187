"""What somebody leaves in tables that the pages of a learner do not reach."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.accounts.models import PersonJoin
from quiz.core.clock import utc_now
from quiz.core.keys import public_key
from quiz.moderation.models import ProblemReport
from quiz.privacy.models import ActorRole, AuditAction, ConsentSubject
from quiz.privacy.services import record_audit, record_consent
from quiz.sittings.enums import ProblemKind
from quiz.sittings.models import PracticeAnswer
from quiz.web.limits.storage import add_to_counter
from tests.access.belongings import Belongings


def add_traces(session: Session, theirs: Belongings, word: str) -> None:
    """Let somebody agree, report a problem, be looked at and be counted."""
    person, now = theirs.person, utc_now()
    session.add(PersonJoin(key_hash=public_key() * 5, person_id=person.id))
    record_consent(session, person, ConsentSubject.PRIVACY_NOTICE, "1", now=now)
    record_audit(
        session, person.id, AuditAction.SAW_RESULT, ActorRole.ADMINISTRATOR, now=now
    )
    practised = session.query(PracticeAnswer).filter_by(person_id=person.id).one()
    session.add(
        ProblemReport(
            question_version_id=practised.question_version_id,
            person_id=person.id,
            kind=ProblemKind.KEY,
            note=word,
            created_at=now,
        )
    )
    add_to_counter(
        session, f"LIMITS/start/{person.key}/60/1/day", 1, timedelta(days=1), now=now
    )
    session.flush()
