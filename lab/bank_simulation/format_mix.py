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
    crowd = SimulatedExaminees.from_items(items, tuple(cuts), people, seed)
    unmixed = [replace(item, form="") for item in items]
    first, second = (
        _simulate_mix(
            crowd, SimulationConditions(ItemPool.from_items(told), cuts, length), items
        )
        for told in (items, unmixed)
    )
    return first, second


def _simulate_mix(
    crowd: SimulatedExaminees, terms: SimulationConditions, items: Sequence[Item]
) -> FormatMix:
    taken = list(simulate_sittings(crowd, terms))
    of_id = {item.id: item for item in items}
    asked = [of_id[one.item] for _, responses in taken for one in responses]
    forms = Counter(item.form for item in asked)
    found = score_decisions(crowd, terms, taken)
    return FormatMix(
        found.right,
        found.right_se,
        len(asked) / len(taken),
        sum(item.seconds for item in asked) / len(taken) / SECONDS_IN_MINUTE,
        {name: round(count / len(asked), 3) for name, count in forms.most_common()},
    )
