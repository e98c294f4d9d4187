"""Which ways of answering come up in sittings on the bank itself, and how much is decided right.

`trigpoint simulate` makes its questions up as well, and they know no ways of answering; this takes the bank's.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quiz.assess.items import Item
from quiz.assess.plan import Length
from quiz.assess.pool import Pool
from quiz.bank.catalogue import Catalogue
from quiz.bank.items import items_from
from quiz.benchmarks.crowd import Crowd, Terms, cuts_of, decided, sittings

SECONDS_IN_MINUTE = 60


@dataclass(frozen=True)
class Mix:
    """What came of the sittings of one kind."""

    #: share of areas of which "reaches the goal's level or not" is decided right, and its standard error
    right: float
    right_se: float
    questions: float
    #: minutes by the authors' seconds
    minutes: float
    #: share of the questions by the way they are answered
    shares: dict[str, float]


def mixes(
    catalogue: Catalogue, goal: str, *, people: int, length: Length, seed: int
) -> tuple[Mix, Mix]:
    """Return sittings of the same people with the mix of the bank kept, and without."""
    items, cuts = items_from(catalogue.asked_of(None)), cuts_of(catalogue, goal)
    crowd = Crowd.of(items, tuple(cuts), people, seed)
    unmixed = [replace(item, form="") for item in items]
    first, second = (
        _mix(crowd, Terms(Pool.of(told), cuts, length), items)
        for told in (items, unmixed)
    )
    return first, second


def _mix(crowd: Crowd, terms: Terms, items: Sequence[Item]) -> Mix:
    taken = list(sittings(crowd, terms))
    of_id = {item.id: item for item in items}
    asked = [of_id[one.item] for _, responses in taken for one in responses]
    forms = Counter(item.form for item in asked)
    found = decided(crowd, terms, taken)
    return Mix(
        found.right,
        found.right_se,
        len(asked) / len(taken),
        sum(item.seconds for item in asked) / len(taken) / SECONDS_IN_MINUTE,
        {name: round(count / len(asked), 3) for name, count in forms.most_common()},
    )
