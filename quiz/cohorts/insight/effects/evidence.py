"""What the answers of a check say by themselves, read from stored sittings."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from quiz.cohorts.analysis.effect import PairedMember
from quiz.cohorts.analysis.growth.evidence import SittingEvidence
from quiz.cohorts.insight.effects.queries import list_sittings_with_answers
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.specification import AssessmentSpecification
from quiz.sittings.assessment.context import (
    AssessmentContext,
    build_test_plan,
    collect_responses,
    select_pool,
)
from quiz.sittings.models import Sitting


def build_state(sitting: Sitting, context: AssessmentContext) -> ExamineeState:
    """Return the answers of one sitting as the engine reads them, without what was known before."""
    plan = build_test_plan(sitting, whole=True, alone=True)
    specification = AssessmentSpecification.compile_plan(
        select_pool(sitting, context, sitting.positions), plan
    )
    return ExamineeState(specification, collect_responses(sitting))


def load_paired(
    session: Session, context: AssessmentContext, pairs: Sequence[tuple[str, int, int]]
) -> list[PairedMember]:
    """Return members as the effect reads them; a pair is a key and the ids of both sittings."""
    ids = [number for _, *both in pairs for number in both]
    sittings = {one.id: one for one in list_sittings_with_answers(session, ids)}
    return [
        PairedMember(
            key,
            *(
                SittingEvidence.from_state(build_state(sittings[number], context))
                for number in both
            ),
        )
        for key, *both in pairs
    ]
