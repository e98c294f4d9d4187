"""A calibration of made-up answers: how long it takes, and how near it comes to the truth."""

import time
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from quiz.calibration.em import ProgressCallback, fit_model
from quiz.calibration.response_data import ResponseData
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import UPPER_ASYMPTOTE, FloatArray

AREAS, ITEMS, ITEMS_PER_PERSON = 10, 600, 26
CORRELATION = 0.6
#: people whose questions are drawn at one time, to spare memory
PEOPLE_PER_DRAW = 10_000


@dataclass(frozen=True, slots=True)
class RecoveryResult:
    """What came out."""

    answers: int
    people: int
    steps: int
    seconds: float
    #: root mean square errors of b: as authored, as fitted; and of ln a as fitted
    authored_error: float
    fitted_error: float
    slope_error: float


def run_recovery_trial(
    answers: int,
    *,
    processes: int = 1,
    seed: int = 1,
    progress: ProgressCallback | None = None,
) -> RecoveryResult:
    """Fit about so many made-up answers to 600 questions of 10 areas, 26 a person.

    Questions are drawn at random; how adaptive sittings fare is tested elsewhere. The time is
    that of the fit: answers are in memory already.
    """
    rng = np.random.default_rng(seed)
    people = max(answers // ITEMS_PER_PERSON, 1)
    area = np.repeat(np.arange(AREAS), ITEMS // AREAS)
    authored = rng.normal(0.1, 1.1, ITEMS)
    place = authored + rng.normal(0, 0.5, ITEMS)
    slope = rng.normal(np.log(1.2), 0.3, ITEMS)
    options = np.where(rng.random(ITEMS) < 0.7, 4, 0)
    items = [
        Item(f"q{n:03d}", f"area{area[n]}", float(authored[n]), int(options[n]))
        for n in range(ITEMS)
    ]
    given = _simulate_responses(
        rng, people, area, slope, place, np.where(options > 0, 0.25, 0.0)
    )
    begun = time.perf_counter()
    found = fit_model(items, given, processes=processes, progress=progress)
    seconds = time.perf_counter() - begun
    a = np.array([found.items[item.id].a for item in items])
    b = np.array([found.items[item.id].b for item in items])
    return RecoveryResult(
        len(given),
        people,
        found.steps,
        seconds,
        _root_mean_square(authored - place),
        _root_mean_square(b - place),
        _root_mean_square(np.log(a) - slope),
    )


def _simulate_responses(
    rng: np.random.Generator,
    people: int,
    area: np.ndarray,
    slope: FloatArray,
    place: FloatArray,
    luck: FloatArray,
) -> ResponseData:
    common = rng.standard_normal((people, 1)) * np.sqrt(CORRELATION)
    ability = common + rng.standard_normal((people, AREAS)) * np.sqrt(1 - CORRELATION)
    item = np.concatenate(
        [
            rng.random((min(PEOPLE_PER_DRAW, people - first), ITEMS), dtype=np.float32)
            .argpartition(ITEMS_PER_PERSON, axis=1)[:, :ITEMS_PER_PERSON]
            .ravel()
            for first in range(0, people, PEOPLE_PER_DRAW)
        ]
    )
    person = np.repeat(np.arange(people), ITEMS_PER_PERSON)
    knows = expit(np.exp(slope[item]) * (ability[person, area[item]] - place[item]))
    chance = luck[item] + (UPPER_ASYMPTOTE - luck[item]) * knows
    return ResponseData.from_columns(person, item, rng.random(len(item)) < chance)


def _root_mean_square(errors: FloatArray) -> float:
    return float(np.sqrt(np.mean(errors**2)))
