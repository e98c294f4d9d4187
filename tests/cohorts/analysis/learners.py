"""Made-up cohorts with a known growth for the tests of effect: real items and states, questions drawn evenly."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.special import expit

from quiz.cohorts.analysis.effect import PairedMember
from quiz.cohorts.analysis.growth.evidence import SittingEvidence
from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.irt.response_models import UPPER_ASYMPTOTE
from quiz.measurement.specification import AssessmentSpecification

AREAS = ("git", "http", "sql")
CUTS = dict.fromkeys(AREAS, -0.5)
ITEMS_AN_AREA = 40
SLOPE = 1.2


def calibrated_items() -> list[Item]:
    """Return typed questions with known parameters."""
    return [
        Item(f"{area}-{number:02}", area, a=SLOPE, b=-2.0 + 0.1 * number, c=0.0)
        for area in AREAS
        for number in range(ITEMS_AN_AREA)
    ]


@cache
def calibrated_pool() -> ItemPool:
    return ItemPool.from_items(calibrated_items())


@cache
def authored_pool() -> ItemPool:
    """Return the same questions as if nothing but their authors' estimate were known."""
    return ItemPool.from_items(
        Item(item.id, item.area, difficulty=item.location)
        for item in calibrated_items()
    )


def read_state(pool: ItemPool, responses: Sequence[Response]) -> ExamineeState:
    specification = AssessmentSpecification.compile_plan(
        pool, AssessmentPlan(cuts=CUTS)
    )
    return ExamineeState(specification, responses)


def draw_responses(
    rng: np.random.Generator, ability: Iterable[float], numbers: Iterable[int]
) -> list[Response]:
    """Return answers to the questions with these numbers in every area."""
    answers = []
    chosen = [*numbers]
    for theta, area in zip(ability, AREAS, strict=True):
        for number in chosen:
            chance = UPPER_ASYMPTOTE * expit(SLOPE * (theta + 2.0 - 0.1 * number))
            answers.append(
                Response(f"{area}-{number:02}", float(rng.random() < chance))
            )
    return answers


def draw_cohort(
    seed: int,
    people: int,
    growth: float,
    *,
    pool: ItemPool | None = None,
    questions: int = 8,
    entry_mean: float = -0.8,
    same_questions: bool = False,
) -> list[PairedMember]:
    """Return a cohort whose mean growth is known; nobody meets a question twice.

    With `same_questions` all have the same ones at entry, and all the same others at exit.
    """
    rng = np.random.default_rng(seed)
    cohort, order = [], None
    for person in range(people):
        entry = entry_mean + 0.7 * rng.normal() + 0.7 * rng.normal(size=len(AREAS))
        exit_ = entry + growth + 0.3 * rng.normal() + 0.2 * rng.normal(size=len(AREAS))
        if order is None or not same_questions:
            order = rng.permutation(ITEMS_AN_AREA)
        evidence = [
            SittingEvidence.from_state(
                read_state(
                    pool or calibrated_pool(), draw_responses(rng, ability, numbers)
                )
            )
            for ability, numbers in (
                (entry, order[:questions]),
                (exit_, order[questions : 2 * questions]),
            )
        ]
        cohort.append(PairedMember(f"p{person:02}", *evidence))
    return cohort


def without_area(evidence: SittingEvidence, area: str) -> SittingEvidence:
    """Return the evidence as if an area had not been asked about."""
    number = evidence.areas.index(area)
    kept = evidence.item_area != number
    likelihood, answered = evidence.log_likelihood.copy(), evidence.answered.copy()
    likelihood[number], answered[number] = 0.0, False
    return replace(
        evidence,
        log_likelihood=likelihood,
        answered=answered,
        items=tuple(
            item for item, keep in zip(evidence.items, kept, strict=True) if keep
        ),
        item_area=evidence.item_area[kept],
        slopes=evidence.slopes[kept],
        location=evidence.location[kept],
        location_sd=evidence.location_sd[kept],
        discrimination_sd=evidence.discrimination_sd[kept],
    )
