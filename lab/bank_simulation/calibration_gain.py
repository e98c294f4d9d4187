"""What it is worth to learn from sittings on the bank itself how difficult its questions are."""

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

#: people whose sittings are judged; they come after those who are learned from
JUDGED_PEOPLE = 600


@dataclass(frozen=True, slots=True)
class CalibrationStage:
    """How well the same people are judged after so many sittings were learned from."""

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
    """Yield what the same people's sittings decide as authored, and after so many others were learned from."""
    items, cuts = (
        build_items(catalogue.questions_asked_of(None)),
        goal_cuts(catalogue, goal),
    )
    most = max(after, default=0)
    crowd = SimulatedExaminees.from_items(items, tuple(cuts), most + judged, seed)
    authored = SimulationConditions(ItemPool.from_items(items), cuts, length)
    taught = [
        responses for _, responses in simulate_sittings(crowd, authored, range(most))
    ]
    for count in (0, *after):
        terms = (
            _calibrated_conditions(items, authored, taught[:count])
            if count
            else authored
        )
        taken = list(simulate_sittings(crowd, terms, range(most, most + judged)))
        asked = sum(len(responses) for _, responses in taken)
        yield CalibrationStage(
            count, score_decisions(crowd, terms, taken), asked / len(taken)
        )


def _calibrated_conditions(
    items: Sequence[Item],
    authored: SimulationConditions,
    taken: Sequence[Sequence[Response]],
) -> SimulationConditions:
    pool = ItemPool.from_items(items)
    answers = ResponseData.from_responses(
        pool,
        [
            ScoredResponse(str(person), one.item, one.score, one.dont_know)
            for person, responses in enumerate(taken)
            for one in responses
        ],
    )
    found = fit_model(pool.items, answers)
    told = [item.with_parameters(found.items[item.id]) for item in items]
    return replace(authored, pool=ItemPool.from_items(told))
