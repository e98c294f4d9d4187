"""Whole sittings of made-up people on the bank itself: which ways of answering come up, and how much is decided right.

`trigpoint simulate` makes its questions up as well, and they know no ways of answering; this takes the bank's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from quiz.assess.curves import Floats, floors, luck, steps_of
from quiz.assess.engine import Ask, next_item, report
from quiz.assess.items import Exposure, Item, Response
from quiz.assess.levels import theta_of
from quiz.assess.plan import Length, Plan
from quiz.assess.pool import Pool
from quiz.bank.catalogue import Catalogue
from quiz.bank.items import items_from

#: true difficulty = authored + N(0, .5²), ln a ~ N(ln 1.2, .3²): what the engine believes of authors
AUTHORING_SD, SLOPE, SLOPE_SPREAD = 0.5, 1.2, 0.3
CORRELATION = 0.5
#: chance to say "I don't know" where nothing is known
HONEST = 0.4
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
    items = items_from(catalogue.asked_of(None))
    cuts = {
        area: theta_of(float(level))
        for area, level in catalogue.goals[goal].levels.items()
    }
    crowd = _Crowd.of(items, tuple(cuts), people, seed)
    unmixed = [replace(item, form="") for item in items]
    first, second = (
        _mix(crowd, Pool.of(told), cuts, length, items) for told in (items, unmixed)
    )
    return first, second


@dataclass(frozen=True, eq=False)
class _Crowd:
    """People, and the questions as they truly are."""

    areas: tuple[str, ...]
    #: of shape (n_people, n_areas), in logits
    abilities: Floats
    #: id of an item -> its number in the arrays below; a pool has an order of its own
    number: dict[str, int]
    #: of shape (n_items,)
    slope: Floats
    place: Floats
    #: of shape (n_people, n_items, 3): knows, guesses, says so; the same whoever asks
    chance: Floats

    @classmethod
    def of(
        cls, items: list[Item], areas: tuple[str, ...], people: int, seed: int
    ) -> "_Crowd":
        rng = np.random.default_rng(seed)
        count = len(items)
        covariance = np.full((len(areas), len(areas)), CORRELATION)
        np.fill_diagonal(covariance, 1.0)
        authored = np.array([item.difficulty for item in items])
        return cls(
            areas,
            rng.multivariate_normal(np.zeros(len(areas)), covariance, people),
            {item.id: number for number, item in enumerate(items)},
            SLOPE * np.exp(rng.normal(0, SLOPE_SPREAD, count)),
            authored + rng.normal(0, AUTHORING_SD, count),
            rng.random((people, count, 3)),
        )

    def answer(self, person: int, item: Item) -> Response:
        """Return what a person answers to an item."""
        number = self.number[item.id]
        knows, guesses, says = self.chance[person, number]
        ability = self.abilities[person, self.areas.index(item.area)]
        away = ability - self.place[number] - steps_of(item)
        top = item.categories - 1
        category = int((knows < expit(self.slope[number] * away)).sum())
        if category == 0 and says < HONEST:
            return Response(item.id, dont_know=True)
        lucky = int((guesses < floors(item.categories, luck(item))).sum())
        return Response(item.id, max(category, lucky) / top)


def _mix(
    crowd: _Crowd,
    pool: Pool,
    cuts: dict[str, float],
    length: Length,
    items: Iterable[Item],
) -> Mix:
    form = {item.id: item.form for item in items}
    right, forms, seconds, asked = [], Counter[str](), 0.0, 0
    for person, responses in enumerate(_sittings(crowd, pool, cuts, length)):
        found = report(pool, Plan(cuts=cuts), responses)
        truth = crowd.abilities[person]
        right.append(
            np.mean(
                [
                    (found[area].p_reached >= 0.5) == (truth[n] >= cuts[area])
                    for n, area in enumerate(crowd.areas)
                ]
            )
        )
        forms.update(form[one.item] for one in responses)
        seconds += sum(pool.items[pool.number(one.item)].seconds for one in responses)
        asked += len(responses)
    people = len(right)
    return Mix(
        float(np.mean(right)),
        float(np.std(right, ddof=1) / np.sqrt(people)),
        asked / people,
        seconds / people / SECONDS_IN_MINUTE,
        {name: round(count / asked, 3) for name, count in forms.most_common()},
    )


def _sittings(
    crowd: _Crowd, pool: Pool, cuts: dict[str, float], length: Length
) -> Iterator[list[Response]]:
    """Yield each person's answers, the exposure of the sittings before counted as in the app."""
    shown: Counter[str] = Counter()
    for person in range(len(crowd.abilities)):
        exposure = Exposure(person, dict(shown))
        plan = Plan(cuts=cuts, length=length, seed=person, exposure=exposure)
        responses: list[Response] = []
        while isinstance(step := next_item(pool, plan, responses), Ask):
            item = pool.items[pool.number(step.item)]
            responses.append(crowd.answer(person, item))
        shown.update(one.item for one in responses)
        yield responses
