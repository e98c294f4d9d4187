"""A parameter recovery trial: the time and error of calibrating simulated answers."""

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
#: people whose questions are drawn together, to limit memory
PEOPLE_PER_DRAW = 10_000


@dataclass(frozen=True, slots=True)
class RecoveryResult:
    """Results of a trial."""

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
    """Calibrate 600 questions of 10 areas on about this number of simulated answers, 26 per person.

    Questions are drawn at random; adaptive sittings are tested elsewhere. Only the fit is timed.
    """
    rng = np.random.default_rng(seed)
    people = max(answers // ITEMS_PER_PERSON, 1)
    area = np.repeat(np.arange(AREAS), ITEMS // AREAS)
    authored = rng.normal(0.1, 1.1, ITEMS)
    difficulty = authored + rng.normal(0, 0.5, ITEMS)
    slope = rng.normal(np.log(1.2), 0.3, ITEMS)
    options = np.where(rng.random(ITEMS) < 0.7, 4, 0)
    items = [
        Item(f"q{n:03d}", f"area{area[n]}", float(authored[n]), int(options[n]))
        for n in range(ITEMS)
    ]
    given = _simulate_responses(
        rng, people, area, slope, difficulty, np.where(options > 0, 0.25, 0.0)
    )
    started = time.perf_counter()
    result = fit_model(items, given, processes=processes, progress=progress)
    seconds = time.perf_counter() - started
    a = np.array([result.items[item.id].a for item in items])
    b = np.array([result.items[item.id].b for item in items])
    return RecoveryResult(
        len(given),
        people,
        result.steps,
        seconds,
        _root_mean_square(authored - difficulty),
        _root_mean_square(b - difficulty),
        _root_mean_square(np.log(a) - slope),
    )


def _simulate_responses(
    rng: np.random.Generator,
    people: int,
    area: np.ndarray,
    slope: FloatArray,
    difficulty: FloatArray,
    guessing: FloatArray,
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
    knows = expit(
        np.exp(slope[item]) * (ability[person, area[item]] - difficulty[item])
    )
    chance = guessing[item] + (UPPER_ASYMPTOTE - guessing[item]) * knows
    return ResponseData.from_columns(person, item, rng.random(len(item)) < chance)


def _root_mean_square(errors: FloatArray) -> float:
    return float(np.sqrt(np.mean(errors**2)))
