"""Which ways of answering come up in sittings on the bank itself, and how much is decided right.

`trigpoint simulate` makes its questions up as well, and they know no ways of answering; this takes the bank's.
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
    """What came of the sittings of one kind."""

    #: share of areas of which "reaches the goal's level or not" is decided right, and its standard error
    right: float
    right_se: float
    questions: float
    #: minutes by the authors' seconds
    minutes: float
    #: share of the questions by the way they are answered
    shares: dict[str, float]


def compare_mixes(
    catalogue: Catalogue, goal: str, *, people: int, length: Length, seed: int
) -> tuple[FormatMix, FormatMix]:
    """Return sittings of the same people with the mix of the bank kept, and without."""
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
