"""Generated worlds: areas, questions with true and authored parameters, goals, people."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from quiz.measurement.errors import ImpossiblePlan
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import (
    THRESHOLD_SPREAD,
    FloatArray,
    lower_asymptotes,
)

IndexArray: TypeAlias = npt.NDArray[np.intp]
ResponseStyle: TypeAlias = Literal[
    "honest", "guessing", "half guessing", "all right", "all wrong"
]
Knowledge: TypeAlias = Literal["calibrated", "authored"]

#: mean cut of each goal, in logits
GOAL_CUTS = {"junior": -0.75, "confirmed": 0.15, "senior": 1.0}
#: largest deviation of an area's cut from that
GOAL_SPREAD = 0.25
GRADED_CATEGORIES = 4


@dataclass(frozen=True, slots=True)
class WorldOptions:
    """The parameters of a world. The defaults are the standard world of docs/measurement.md."""

    areas: int = 10
    items: int = 600
    #: typical correlation of two areas; loadings vary a little, so correlations do too
    correlation: float = 0.6
    #: mean of a over the items, and standard deviation of ln a
    discrimination: float = 1.2
    discrimination_spread: float = 0.3
    difficulty_mean: float = 0.1
    difficulty_sd: float = 1.1
    #: authored difficulty = true difficulty + N(0, sd²)
    authoring_sd: float = 0.5
    #: share of choice questions among those that are right or wrong; the others are typed
    choice_share: float = 0.7
    #: share of graded items (half of them judgements, half orderings)
    graded_share: float = 0.0
    #: probability that someone who knows answers incorrectly
    slip: float = 0.0
    #: which item parameters the engine gets
    knowledge: Knowledge = "calibrated"
    people: int = 1000
    population_mean: float = 0.0
    population_sd: float = 1.0
    #: share of people who say "I don't know", seven times in ten, rather than guess
    honest_share: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        shares = (self.choice_share, self.graded_share, self.honest_share, self.slip)
        if not all(0 <= share <= 1 for share in (*shares, self.correlation)):
            raise ImpossiblePlan(
                "Shares, the slip and the correlation of a world lie between 0 and 1."
            )
        if self.areas < 1 or self.items < self.areas or self.people < 1:
            raise ImpossiblePlan(
                "A world needs an area, an item in each area, and people."
            )


@dataclass(frozen=True, eq=False)
class World:
    """One generated world. Items are numbered; areas are named so that they sort by number."""

    options: WorldOptions
    areas: tuple[str, ...]
    #: of shape (n_items,)
    item_area: IndexArray
    discrimination: FloatArray
    difficulty: FloatArray
    guessing: FloatArray
    authored: FloatArray
    seconds: FloatArray
    #: number of options, 0 for typed; categories, 2 for right or wrong
    choices: IndexArray
    categories: IndexArray
    #: of shape (n_items, GRADED_CATEGORIES - 1): thresholds about the difficulty
    thresholds: FloatArray
    code: npt.NDArray[np.bool_]
    #: of shape (n_goals, n_areas)
    cuts: FloatArray
    #: of shape (n_people, n_areas)
    abilities: FloatArray
    #: of shape (n_people,): says "I don't know"
    says_dont_know: npt.NDArray[np.bool_]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items as the engine gets them."""
        return tuple(
            self._build_item(number) for number in range(len(self.discrimination))
        )

    def _build_item(self, number: int) -> Item:
        graded = self.categories[number] > 2
        authored = Item(
            id=item_name(number),
            area=self.areas[self.item_area[number]],
            difficulty=float(self.authored[number]),
            options=int(self.choices[number]),
            seconds=float(self.seconds[number]),
            categories=int(self.categories[number]),
            code=bool(self.code[number]),
        )
        if self.options.knowledge == "authored":
            return authored
        return replace(
            authored,
            a=float(self.discrimination[number]),
            b=float(self.difficulty[number]),
            c=float(self.guessing[number]),
            thresholds=tuple(self.thresholds[number].tolist()) if graded else None,
        )

    def goal_index(self, person: int) -> int:
        """Return the index of a person's goal; goals take turns."""
        return person % len(self.cuts)

    def required_cuts(self, person: int) -> dict[str, float]:
        """Return the cuts of a person's goal by area."""
        return dict(
            zip(self.areas, self.cuts[self.goal_index(person)].tolist(), strict=True)
        )


def item_name(number: int) -> str:
    """Return the id of an item; ids sort as numbers do."""
    return f"q{number:05d}"


def item_number(name: str) -> int:
    """Return the number of an item from its id."""
    return int(name[1:])


def make_world(options: WorldOptions) -> World:
    """Generate the world of these options, deterministically."""
    chance, people = (
        np.random.default_rng([options.seed, stream]) for stream in range(2)
    )
    count = options.items
    graded = chance.random(count) < options.graded_share
    choices = np.where(
        chance.random(count) < options.choice_share, chance.integers(4, 6, count), 0
    )
    choices = np.where(graded, np.where(chance.random(count) < 0.5, 4, 0), choices)
    difficulty = chance.normal(options.difficulty_mean, options.difficulty_sd, count)
    spread = options.discrimination_spread
    # The mean of exp(N(m, s²)) is exp(m + s²/2), so that a has the mean given.
    slope = options.discrimination * np.exp(
        chance.normal(-(spread**2) / 2, spread, count)
    )
    return World(
        options=options,
        areas=tuple(f"area{number:02d}" for number in range(options.areas)),
        item_area=np.arange(count) % options.areas,
        discrimination=slope,
        difficulty=difficulty,
        guessing=_draw_guessing(chance, choices, graded),
        authored=difficulty + chance.normal(0.0, 1.0, count) * options.authoring_sd,
        seconds=np.where(graded, 60.0, np.where(choices > 0, 40.0, 55.0))
        * np.exp(chance.normal(0, 0.3, count)),
        choices=choices,
        categories=np.where(graded, GRADED_CATEGORIES, 2),
        thresholds=_draw_thresholds(chance, count),
        code=chance.random(count) < 0.3,
        cuts=np.array(list(GOAL_CUTS.values()))[:, None]
        + chance.uniform(-GOAL_SPREAD, GOAL_SPREAD, (len(GOAL_CUTS), options.areas)),
        abilities=_draw_abilities(options, chance, people),
        says_dont_know=people.random(options.people) < options.honest_share,
    )


def _draw_guessing(
    chance: np.random.Generator, choices: IndexArray, graded: npt.NDArray[np.bool_]
) -> FloatArray:
    """Return c: a little under 1/options, because good distractors attract people who do not know."""
    straying = chance.normal(-0.03, 0.03, len(choices))
    about = 1 / np.maximum(choices, 1) + np.where(graded, 0.0, straying)
    guessing: FloatArray = np.where(choices > 0, np.clip(about, 0.02, 0.5), 0.0)
    return guessing


def _draw_thresholds(chance: np.random.Generator, count: int) -> FloatArray:
    """Return rising thresholds about as far apart as the engine assumes."""
    gaps = THRESHOLD_SPREAD * chance.uniform(0.6, 1.4, (count, GRADED_CATEGORIES - 2))
    steps = np.concatenate([np.zeros((count, 1)), np.cumsum(gaps, axis=1)], axis=1)
    centred: FloatArray = steps - steps.mean(axis=1, keepdims=True)
    return centred


def _draw_abilities(
    options: WorldOptions, chance: np.random.Generator, people: np.random.Generator
) -> FloatArray:
    """Return abilities with one common factor and a specific part for each area."""
    centre = np.sqrt(options.correlation)
    loading = np.clip(centre + chance.uniform(-0.055, 0.055, options.areas), 0.0, 1.0)
    if options.correlation == 0:
        loading = np.zeros(options.areas)
    common = people.standard_normal((options.people, 1))
    specific = people.standard_normal((options.people, options.areas))
    standard = common * loading + specific * np.sqrt(1 - loading**2)
    abilities: FloatArray = options.population_mean + options.population_sd * standard
    return abilities


@dataclass(frozen=True, slots=True)
class SimulatedAnswer:
    """A simulated answer."""

    score: float
    dont_know: bool = False


def simulate_answer(
    world: World, person: int, item: int, kind: ResponseStyle = "honest"
) -> SimulatedAnswer:
    """Return a person's answer to an item, which is the same for every engine.

    The draws depend only on seed, person and item, so that engines can be compared on the same people with
    the same answers (common random numbers).
    """
    top = int(world.categories[item]) - 1
    if kind in ("all right", "all wrong"):
        return SimulatedAnswer(float(kind == "all right"))
    knowledge_draw, guess_draw, dont_know_draw, care_draw = _uniform_draws(
        world.options.seed, person, item
    )
    blind = kind == "guessing" or (kind == "half guessing" and care_draw < 0.5)
    ability = -np.inf if blind else world.abilities[person, world.item_area[item]]
    steps = world.thresholds[item] if top > 1 else np.zeros(1)
    reach = expit(
        world.discrimination[item] * (ability - world.difficulty[item] - steps)
    )
    category = int((knowledge_draw < reach * (1 - world.options.slip)).sum())
    if category == top:
        return SimulatedAnswer(1.0)
    if world.says_dont_know[person] and category == 0 and dont_know_draw < 0.7:
        return SimulatedAnswer(0.0, dont_know=True)
    guessed = int(
        (guess_draw < lower_asymptotes(top + 1, float(world.guessing[item]))).sum()
    )
    return SimulatedAnswer(max(category, guessed) / top)


def _uniform_draws(
    seed: int, person: int, item: int
) -> tuple[float, float, float, float]:
    """Return four uniform draws determined by seed, person and item."""
    state = _splitmix_next(_splitmix_next(_splitmix_next(seed) ^ person) ^ item)
    numbers = []
    for _ in range(4):
        state = _splitmix_next(state)
        numbers.append((state >> 11) / 2.0**53)
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _splitmix_next(state: int) -> int:
    """Scramble 64 bits (splitmix64: Steele, Lea & Flood 2014, OOPSLA, fig. 16)."""
    mask = 0xFFFFFFFFFFFFFFFF
    state = (state + 0x9E3779B97F4A7C15) & mask
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & mask
    return state ^ (state >> 31)
