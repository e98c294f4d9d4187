"""Somebody takes part in a cohort, with a row in every table that this can make."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from quiz.cohorts.checks.models import CheckSitting, SharedSitting
from quiz.cohorts.checks.services import CheckDetails, create_check
from quiz.cohorts.joining.services import add_entry, join_cohort
from quiz.cohorts.models import CheckPurpose, Cohort, JoinLink, JoinLinkKind
from quiz.cohorts.notes.models import EvidenceSignOff, InstructorNote
from quiz.cohorts.services import CohortDetails, create_cohort
from quiz.core.clock import utc_now
from quiz.core.keys import public_key
from quiz.organisations.services import create_organisation
from quiz.results.models import Evidence
from quiz.sittings.enums import SittingLength
from quiz.sittings.models import Sitting

if TYPE_CHECKING:
    from tests.access.belongings import Belongings


def add_membership(session: Session, theirs: "Belongings", word: str) -> None:
    """Let somebody join a cohort of a school of its own, take a check, share and be written about."""
    now = utc_now()
    school = create_organisation(session, public_key(), now=now)
    details = CohortDetails(
        name="Group", goal_key="junior", goal_name="Junior", required={"sql": 1.0}
    )
    cohort = create_cohort(session, school, details, now=now)
    entry = add_entry(session, cohort, word, now=now)
    member = join_cohort(
        session, cohort, theirs.person, name=word, member=entry, now=now
    )
    member.external_id = member.group_name = word
    member.email = f"{word}@school.example.org".lower()
    theirs.keys["cohort_member"] = member.key
    _add_shared(session, theirs, cohort, member.id)
    session.add_all(
        [
            JoinLink(
                key=public_key(),
                cohort_id=cohort.id,
                member_id=member.id,
                kind=JoinLinkKind.SLIP,
                secret_hash=public_key() * 5,
                created_at=now,
                expires_at=now + timedelta(days=9),
            ),
            InstructorNote(
                key=public_key(), member_id=member.id, text=word, created_at=now
            ),
        ]
    )
    session.flush()


def _add_shared(
    session: Session, theirs: "Belongings", cohort: Cohort, member_id: int
) -> None:
    now = utc_now()
    check = create_check(
        session,
        cohort,
        CheckDetails(
            name="Entry",
            purpose=CheckPurpose.ENTRY,
            length=SittingLength.QUICK,
            areas=None,
            opens_at=now,
            closes_at=now + timedelta(days=1),
            is_supervised=False,
        ),
        now=now,
    )
    sittings = {
        key: session.query(Sitting).filter_by(key=theirs.keys[key]).one()
        for key in ("sitting", "open sitting")
    }
    evidence = session.query(Evidence).filter_by(key=theirs.keys["evidence"]).one()
    session.add_all(
        [
            CheckSitting(
                check_id=check.id,
                member_id=member_id,
                sitting_id=sittings["open sitting"].id,
            ),
            SharedSitting(
                member_id=member_id, sitting_id=sittings["sitting"].id, shared_at=now
            ),
            EvidenceSignOff(
                evidence_id=evidence.id, member_id=member_id, signed_at=now
            ),
        ]
    )
