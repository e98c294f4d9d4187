"""What it is worth to learn from sittings on the bank itself how difficult its questions are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quiz.assess.calibration import Answer, Answers, fit
from quiz.assess.items import Item, Response
from quiz.assess.plan import Length
from quiz.assess.pool import Pool
from quiz.bank.catalogue import Catalogue
from quiz.bank.items import items_from
from quiz.benchmarks.crowd import (
    Crowd,
    Decided,
    Terms,
    cuts_of,
    decided,
    sittings,
)

#: people whose sittings are judged; they come after those who are learned from
JUDGED = 600


@dataclass(frozen=True, slots=True)
class Stage:
    """How well the same people are judged after so many sittings were learned from."""

    learned_from: int
    decided: Decided
    questions: float


def stages(
    catalogue: Catalogue,
    goal: str,
    *,
    after: Sequence[int],
    judged: int = JUDGED,
    length: Length = "standard",
    seed: int,
) -> Iterator[Stage]:
    """Yield what the same people's sittings decide as authored, and after so many others were learned from."""
    items, cuts = items_from(catalogue.asked_of(None)), cuts_of(catalogue, goal)
    most = max(after, default=0)
    crowd = Crowd.of(items, tuple(cuts), most + judged, seed)
    authored = Terms(Pool.of(items), cuts, length)
    taught = [responses for _, responses in sittings(crowd, authored, range(most))]
    for count in (0, *after):
        terms = _learned(items, authored, taught[:count]) if count else authored
        taken = list(sittings(crowd, terms, range(most, most + judged)))
        asked = sum(len(responses) for _, responses in taken)
        yield Stage(count, decided(crowd, terms, taken), asked / len(taken))


def _learned(
    items: Sequence[Item], authored: Terms, taken: Sequence[Sequence[Response]]
) -> Terms:
    pool = Pool.of(items)
    answers = Answers.of(
        pool,
        [
            Answer(str(person), one.item, one.score, one.dont_know)
            for person, responses in enumerate(taken)
            for one in responses
        ],
    )
    found = fit(pool.items, answers)
    told = [item.fitted(found.items[item.id]) for item in items]
    return replace(authored, pool=Pool.of(told))
