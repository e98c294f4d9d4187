"""The whole calibration: made-up answers give back what made them, within their standard errors."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import expit

from quiz.calibration import (
    CalibrationResult,
    DidNotConverge,
    ResponseData,
    ScoredResponse,
    calibrate_items,
    fit_model,
)
from quiz.calibration.e_step import Population
from quiz.calibration.em import build_prior
from quiz.calibration.m_step import ModelParameters, rescale_parameters
from quiz.calibration.response_data import DONT_KNOW
from quiz.measurement.errors import ImpossibleItem, ImpossibleResponse, UnknownItem
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import AuthoringPrior, FloatArray

AREAS, ITEMS, PEOPLE, EACH = 4, 80, 1200, 24


class Collected:
    """Answers of made-up people, and the truth behind them."""

    def __init__(
        self, seed: int = 2, mean: float = 0.4, correlation: float = 0.7
    ) -> None:
        rng = np.random.default_rng(seed)
        covariance = np.full((AREAS, AREAS), correlation) + (1 - correlation) * np.eye(
            AREAS
        )
        self.mean, self.covariance = np.full(AREAS, mean), covariance
        ability = rng.multivariate_normal(self.mean, covariance, PEOPLE)
        self.area_of = np.arange(ITEMS) % AREAS
        authored = rng.normal(0, 1, ITEMS)
        self.b = authored + rng.normal(0, 0.5, ITEMS)
        self.slope = rng.normal(np.log(1.2), 0.3, ITEMS)
        options = np.where(rng.random(ITEMS) < 0.5, 4, 0)
        # In the engine's order, which is by area and name.
        order = np.lexsort((np.arange(ITEMS), self.area_of))
        for name in ("area_of", "b", "slope"):
            setattr(self, name, getattr(self, name)[order])
        authored, options = authored[order], options[order]
        self.items = tuple(
            Item(
                f"q{n:02d}",
                f"area{self.area_of[n]}",
                float(authored[n]),
                int(options[n]),
            )
            for n in range(ITEMS)
        )
        person = np.repeat(np.arange(PEOPLE), EACH)
        item = np.concatenate(
            [rng.choice(ITEMS, EACH, replace=False) for _ in range(PEOPLE)]
        )
        self.luck = np.where(options > 0, 1 / np.maximum(options, 1), 0)
        right = rng.random(len(item)) < self.chance(
            ability[person, self.area_of[item]], item
        )
        self.answers = ResponseData.from_columns(person, item, right.astype(int))

    def chance(self, theta: FloatArray, item: npt.NDArray[np.intp] | int) -> FloatArray:
        """Return the chance of a right answer at an ability in the item's area."""
        knows = expit(np.exp(self.slope[item]) * (theta - self.b[item]))
        chance: FloatArray = self.luck[item] + (0.98 - self.luck[item]) * knows
        return chance


@pytest.fixture(scope="module")
def collected() -> Collected:
    return Collected()


@pytest.fixture(scope="module")
def calibration(collected: Collected) -> CalibrationResult:
    return fit_model(collected.items, collected.answers)


def column(
    calibration: CalibrationResult, collected: Collected, name: str
) -> FloatArray:
    """Return one number of every item."""
    return np.array(
        [getattr(calibration.items[item.id], name) for item in collected.items]
    )


def test_difficulties_come_back_within_their_errors(
    collected: Collected, calibration: CalibrationResult
) -> None:
    off = column(calibration, collected, "b") - collected.b
    error = np.hypot(
        column(calibration, collected, "b_se"),
        calibration.scale_standard_error(collected.area_of, collected.b),
    )

    # The mean square of 80 standard normal numbers is 1 ± √(2/80); four of those to be safe.
    assert np.mean((off / error) ** 2) == pytest.approx(1, abs=4 * np.sqrt(2 / ITEMS))
    assert np.abs(off / error).max() < 4.5


def test_discriminations_come_back_within_their_errors(
    collected: Collected, calibration: CalibrationResult
) -> None:
    a = np.exp(collected.slope)

    off = (column(calibration, collected, "a") - a) / column(
        calibration, collected, "a_se"
    )

    assert np.mean(off**2) == pytest.approx(1, abs=4 * np.sqrt(2 / ITEMS))


def test_answers_are_worth_more_than_the_authors_guess(
    collected: Collected, calibration: CalibrationResult
) -> None:
    authored = np.array([item.difficulty for item in collected.items])

    left = np.mean((column(calibration, collected, "b") - collected.b) ** 2)

    assert left < 0.25 * np.mean((authored - collected.b) ** 2)


def test_the_population_comes_back(
    collected: Collected, calibration: CalibrationResult
) -> None:
    found = calibration.population

    # The authors' twenty guesses an area hold its place to .5/√20 = .11; people add 1/√1200.
    assert found.mean == pytest.approx(collected.mean, abs=4 * np.hypot(0.11, 0.03))
    spread = np.sqrt(np.diag(found.covariance))
    # ln a is known to .3/√20 = .07 an area before any answer, and so is the scale.
    assert np.log(spread) == pytest.approx(np.zeros(AREAS), abs=4 * 0.07)
    correlation = found.covariance / np.outer(spread, spread)
    # Six answers an area make a correlation about as sure as .05.
    assert correlation == pytest.approx(collected.covariance, abs=4 * 0.05)


def test_several_processes_come_to_the_same(
    collected: Collected, calibration: CalibrationResult
) -> None:
    spread_out = fit_model(collected.items, collected.answers, processes=2)

    for item in collected.items:
        assert spread_out.items[item.id].b == pytest.approx(
            calibration.items[item.id].b, abs=0.01
        )


def test_an_area_whose_people_are_better_is_not_taken_for_easier_questions() -> None:
    better = Collected(seed=3, mean=0.5)

    found = fit_model(better.items, better.answers)

    off = column(found, better, "b") - better.b
    assert abs(off.mean()) < 4 * 0.5 / np.sqrt(ITEMS)
    assert found.population.mean.mean() == pytest.approx(
        0.5, abs=4 * np.hypot(0.5 / np.sqrt(ITEMS), 0.03)
    )


def test_the_scale_returns_to_where_the_priors_like_it() -> None:
    items = [
        Item(f"q{n}", "sql", difficulty=float(b))
        for n, b in enumerate(np.linspace(-2, 2, 9))
    ]
    prior = build_prior(items, 1, AuthoringPrior())
    stretched = ModelParameters(
        prior.log_slope - np.log(1.5),
        1.5 * prior.difficulty + 0.7,
        Population(np.array([0.7]), np.array([[2.25]])),
    )

    back = rescale_parameters(stretched, prior, np.zeros(9, dtype=np.intp))

    assert back.difficulty == pytest.approx(prior.difficulty, abs=1e-4)
    assert back.log_slope == pytest.approx(prior.log_slope, abs=1e-4)
    assert back.population.mean == pytest.approx(np.zeros(1), abs=1e-4)
    assert back.population.covariance == pytest.approx(np.eye(1), abs=1e-4)


def test_one_answer_hardly_moves_what_the_author_said() -> None:
    fitted = calibrate_items(
        [Item("q1", "sql", -0.8, options=4)], [ScoredResponse("c1", "q1", 1.0)]
    )

    assert fitted["q1"].b == pytest.approx(-0.8, abs=0.1)
    assert fitted["q1"].b_se == pytest.approx(0.5, abs=0.02)
    assert fitted["q1"].a == pytest.approx(1.2, abs=0.05)
    assert fitted["q1"].answers == 1


def test_only_questions_with_answers_are_fitted() -> None:
    items = [Item("q1", "sql"), Item("q2", "git"), Item("q3", "git", categories=4)]

    fitted = calibrate_items(
        items, [ScoredResponse("c1", "q1", 1.0), ScoredResponse("c1", "q3", 1 / 3)]
    )

    assert fitted.keys() == {"q1", "q3"}


def test_a_question_everybody_fails_becomes_harder_and_one_nobody_fails_easier() -> (
    None
):
    items = [Item("hard", "sql"), Item("easy", "sql")]
    answers = [
        ScoredResponse(f"c{n}", item, score)
        for n in range(40)
        for item, score in (("hard", 0.0), ("easy", 1.0))
    ]

    fitted = calibrate_items(items, answers)

    assert fitted["hard"].b > 0.5
    assert fitted["easy"].b < -0.5


def test_not_knowing_says_more_than_a_wrong_guess() -> None:
    items = [Item("q1", "sql", options=4), Item("q2", "sql", options=4)]
    answers = [ScoredResponse(f"c{n}", "q1", 0.0) for n in range(30)]
    unknown = [ScoredResponse(f"c{n}", "q2", dont_know=True) for n in range(30)]

    fitted = calibrate_items(items, [*answers, *unknown])

    assert fitted["q2"].b == pytest.approx(fitted["q1"].b, abs=0.15)
    assert ResponseData.from_columns([0], [0], [DONT_KNOW]).honest_people().all()


def test_nothing_to_calibrate_is_said() -> None:
    with pytest.raises(ImpossibleItem, match="no item has an answer"):
        calibrate_items([Item("q1", "sql")], [])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (ScoredResponse("c1", "q2", 1.0), UnknownItem),
        (ScoredResponse("c1", "q1", 0.4), ImpossibleResponse),
        (ScoredResponse("c1", "q1", float("nan")), ImpossibleResponse),
    ],
    ids=["unknown item", "impossible score", "not a number"],
)
def test_an_answer_that_cannot_be_is_refused(
    answer: ScoredResponse, error: type[Exception]
) -> None:
    with pytest.raises(error):
        calibrate_items([Item("q1", "sql")], [answer])


def test_steps_that_never_come_to_rest_are_an_error() -> None:
    answers = ResponseData.from_columns([0, 0], [0, 1], [1, 0])

    with pytest.raises(DidNotConverge, match="still move"):
        fit_model([Item("q1", "sql"), Item("q2", "sql")], answers, tolerance=0.0)


def test_progress_is_told_after_every_step() -> None:
    told: list[int] = []
    answers = ResponseData.from_columns([0, 0], [0, 1], [1, 0])

    found = fit_model(
        [Item("q1", "sql"), Item("q2", "git")],
        answers,
        progress=lambda step, _: told.append(step),
    )

    assert told == list(range(1, found.steps + 1))


def adaptively_collected(
    people: int = 700, each: int = 18
) -> tuple[Collected, ResponseData]:
    """Return answers to questions chosen by earlier answers in all areas, as a sitting does."""
    collected = Collected(seed=4, mean=0.0)
    rng = np.random.default_rng(4)
    ability = rng.multivariate_normal(collected.mean, collected.covariance, people)
    authored = np.array([item.difficulty for item in collected.items])
    columns: list[tuple[int, int, bool]] = []
    for person in range(people):
        level, fresh = 0.0, np.ones(ITEMS, dtype=bool)
        for number in range(each):
            here = np.flatnonzero(fresh & (collected.area_of == number % AREAS))
            away = np.abs(authored[here] - level) + rng.normal(0, 0.2, len(here))
            item = int(here[away.argmin()])
            right = bool(
                rng.random() < collected.chance(ability[person, number % AREAS], item)
            )
            columns.append((person, item, right))
            fresh[item] = False
            level += (1.2 if right else -1.2) / (1 + number / 2)
    return collected, ResponseData.from_columns(*zip(*columns, strict=True))


def test_adaptive_answers_are_fitted_rightly_over_all_areas_and_wrongly_one_by_one() -> (
    None
):
    collected, answers = adaptively_collected()

    together = column(fit_model(collected.items, answers), collected, "b")
    alone = np.full(ITEMS, np.nan)
    for area in range(AREAS):
        here = np.flatnonzero(collected.area_of == area)
        mine = collected.area_of[answers.item] == area
        own = ResponseData.from_columns(
            answers.person[mine],
            np.searchsorted(here, answers.item[mine]),
            answers.category[mine],
        )
        items = [collected.items[n] for n in here]
        alone[here] = [fitted.b for fitted in fit_model(items, own).items.values()]

    # Missing answers depend on the other areas (Mislevy & Wu 1996): seen from one area alone, people
    # seem alike, and difficulties shrink.
    shrunk_together, shrunk_alone = (
        np.polyfit(collected.b, found - collected.b, 1)[0]
        for found in (together, alone)
    )
    assert shrunk_together == pytest.approx(0, abs=0.12)
    assert shrunk_alone < shrunk_together - 0.1
    assert np.mean((together - collected.b) ** 2) < np.mean((alone - collected.b) ** 2)


def test_of_very_many_people_some_go_ahead() -> None:
    rng = np.random.default_rng(6)
    people, items = 20_000, [Item(f"q{n}", "sql", float(n - 4) / 2) for n in range(9)]
    b = np.array([item.difficulty for item in items]) + rng.normal(0, 0.5, 9)
    person, item = np.repeat(np.arange(people), 3), rng.integers(0, 9, 3 * people)
    knows = expit(1.2 * (rng.normal(0, 1, people)[person] - b[item]))

    found = fit_model(
        items,
        ResponseData.from_columns(person, item, rng.random(len(item)) < 0.98 * knows),
    )

    off = np.array([found.items[one.id].b for one in items]) - b
    error = found.scale_standard_error(np.zeros(9, dtype=np.intp), b)
    assert np.abs(off / np.hypot(error, 0.05)).max() < 4
