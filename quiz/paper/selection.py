"""Which questions a booklet gets: chosen by the engine under the rules of a sitting, or all there are."""

from collections.abc import Collection, Mapping

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.questions import Question
from quiz.measurement.assessment_plan import (
    AssessmentPlan,
    ExposurePolicy,
    weighted_floors,
)
from quiz.measurement.reporting.classification import theta_from_level
from quiz.measurement.selection.fixed_form import select_fixed_form
from quiz.sittings.assessment.context import CORE_AREAS, AssessmentContext
from quiz.sittings.enums import FULL_LENGTHS
from quiz.sittings.paper.services import find_paper_length


def select_test_questions(
    tools: AssessmentContext,
    required: Mapping[str, float],
    language: str | None,
    count: int,
    *,
    calibrated: CalibrationSet | None,
    excluded: Collection[str],
    seed: int,
) -> list[Question]:
    """Return the questions that tell most round the required levels, balanced like those of a sitting."""
    length = FULL_LENGTHS[find_paper_length(count)]
    plan = AssessmentPlan(
        cuts={area: theta_from_level(level) for area, level in required.items()},
        length=length,
        floors=weighted_floors(required, length, core=CORE_AREAS),
        max_items=count,
        seed=seed,
        excluded_items=frozenset(excluded),
        exposure_policy=ExposurePolicy.VARIETY,
    )
    chosen = select_fixed_form(tools.find_pool(language, calibrated), plan)
    return [tools.catalogue.find_question(key) for key in chosen]


def list_all_questions(
    tools: AssessmentContext,
    areas: Collection[str],
    language: str | None,
    *,
    excluded: Collection[str],
) -> list[Question]:
    """Return every question on some areas, area by area and the easier levels first."""
    questions = tools.catalogue.questions_asked_of(language)
    order = list(tools.catalogue.areas)
    asked = [q for q in questions if q.area in areas and q.key not in excluded]
    return sorted(
        asked,
        key=lambda q: (order.index(q.area), "JCS".index(q.level), q.objective, q.key),
    )
