"""The mix of answer formats in sittings on the real bank, and what it costs in accuracy.

The questions of `trigpoint simulate` are generated and have no answer formats.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lab.bank_simulation.examinees import (
    SimulatedExaminees,
    SimulationConditions,
    goal_cuts,
    score_decisions,
    simulate_sittings,
)
from quiz.bank.item_calibration.question_items import build_items
from quiz.bank.repository import Catalogue
from quiz.measurement.assessment_plan import Length
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item

SECONDS_IN_MINUTE = 60


@dataclass(frozen=True)
class FormatMix:
    """Results of the sittings with one mix."""

    #: share of areas decided correctly, and its standard error
    right: float
    right_se: float
    questions: float
    #: minutes, from the authors' estimates of seconds
    minutes: float
    #: share of the questions by answer format
    shares: dict[str, float]


def compare_mixes(
    catalogue: Catalogue, goal: str, *, people: int, length: Length, seed: int
) -> tuple[FormatMix, FormatMix]:
    """Return results for the same people with the bank's mix of formats enforced, and without."""
    items, cuts = (
        build_items(catalogue.questions_asked_of(None)),
        goal_cuts(catalogue, goal),
    )
    examinees = SimulatedExaminees.from_items(items, tuple(cuts), people, seed)
    unmixed = [replace(item, form="") for item in items]
    first, second = (
        _simulate_mix(
            examinees,
            SimulationConditions(ItemPool.from_items(variant), cuts, length),
            items,
        )
        for variant in (items, unmixed)
    )
    return first, second


def _simulate_mix(
    examinees: SimulatedExaminees,
    conditions: SimulationConditions,
    items: Sequence[Item],
) -> FormatMix:
    sittings = list(simulate_sittings(examinees, conditions))
    by_id = {item.id: item for item in items}
    asked = [
        by_id[response.item] for _, responses in sittings for response in responses
    ]
    forms = Counter(item.form for item in asked)
    decisions = score_decisions(examinees, conditions, sittings)
    return FormatMix(
        decisions.right,
        decisions.right_se,
        len(asked) / len(sittings),
        sum(item.seconds for item in asked) / len(sittings) / SECONDS_IN_MINUTE,
        {name: round(count / len(asked), 3) for name, count in forms.most_common()},
    )
