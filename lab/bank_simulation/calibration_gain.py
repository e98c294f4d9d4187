"""The gain from calibrating the bank's questions on earlier sittings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lab.bank_simulation.examinees import (
    DecisionAccuracy,
    SimulatedExaminees,
    SimulationConditions,
    goal_cuts,
    score_decisions,
    simulate_sittings,
)
from quiz.bank.item_calibration.question_items import build_items
from quiz.bank.repository import Catalogue
from quiz.calibration import ResponseData, ScoredResponse, fit_model
from quiz.measurement.assessment_plan import Length
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response

#: people whose decisions are scored; they come after those whose answers calibrate the bank
JUDGED_PEOPLE = 600


@dataclass(frozen=True, slots=True)
class CalibrationStage:
    """Decision accuracy for the same people after calibrating on a number of sittings."""

    learned_from: int
    decisions: DecisionAccuracy
    questions: float


def measure_stages(
    catalogue: Catalogue,
    goal: str,
    *,
    after: Sequence[int],
    judged: int = JUDGED_PEOPLE,
    length: Length = "standard",
    seed: int,
) -> Iterator[CalibrationStage]:
    """Yield the accuracy for the same people with authored items, then after calibrating on each number of others."""
    items, cuts = (
        build_items(catalogue.questions_asked_of(None)),
        goal_cuts(catalogue, goal),
    )
    largest = max(after, default=0)
    examinees = SimulatedExaminees.from_items(
        items, tuple(cuts), largest + judged, seed
    )
    authored = SimulationConditions(ItemPool.from_items(items), cuts, length)
    taught = [
        responses
        for _, responses in simulate_sittings(examinees, authored, range(largest))
    ]
    for count in (0, *after):
        conditions = (
            _calibrated_conditions(items, authored, taught[:count])
            if count
            else authored
        )
        sittings = list(
            simulate_sittings(examinees, conditions, range(largest, largest + judged))
        )
        asked = sum(len(responses) for _, responses in sittings)
        yield CalibrationStage(
            count,
            score_decisions(examinees, conditions, sittings),
            asked / len(sittings),
        )


def _calibrated_conditions(
    items: Sequence[Item],
    authored: SimulationConditions,
    sittings: Sequence[Sequence[Response]],
) -> SimulationConditions:
    pool = ItemPool.from_items(items)
    answers = ResponseData.from_responses(
        pool,
        [
            ScoredResponse(
                str(person), response.item, response.score, response.dont_know
            )
            for person, responses in enumerate(sittings)
            for response in responses
        ],
    )
    result = fit_model(pool.items, answers)
    calibrated = [item.with_parameters(result.items[item.id]) for item in items]
    return replace(authored, pool=ItemPool.from_items(calibrated))
