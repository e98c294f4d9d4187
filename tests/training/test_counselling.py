"""Twenty-four people: what a counsellor would say to them, and what nobody may say."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from quiz.training.comparison.exclusions import ExclusionKind
from quiz.training.comparison.ranking import RouteComparison
from quiz.training.comparison.utility import Reason, ReasonKind
from quiz.training.preferences import SupportQuestion, TrainingPreferences
from tests.training.people import TODAY, Someone, learner

HOURS, BUDGET = ExclusionKind.TOO_FEW_HOURS, ExclusionKind.OVER_BUDGET
DEGREE, LATE = ExclusionKind.NO_DEGREE, ExclusionKind.TOO_LATE
SCHOOL, AGE = ExclusionKind.SCHOOL_CERTIFICATE, ExclusionKind.UNDER_AGE


@dataclass(frozen=True)
class Case:
    """One person, and what must and must not come out."""

    name: str
    theta: float
    goal: str
    said: dict[str, Any]
    #: The best match; empty where nothing fits.
    first: str
    #: Routes that fit if their price does.
    asking: tuple[str, ...] = ()
    #: Routes that are ruled out, each with a reason that is among those given.
    out: tuple[tuple[str, ExclusionKind], ...] = ()
    #: Routes that are said to be equally good.
    equally: tuple[str, ...] = ()
    #: What must be said of a route that is offered.
    says: tuple[tuple[str, ReasonKind], ...] = ()


def weeks(count: float) -> date:
    return TODAY + timedelta(weeks=count)


def support(*, alone: bool) -> dict[SupportQuestion, bool]:
    return dict.fromkeys(SupportQuestion, alone)


BOOTCAMPS = ("bootcamp-full", "bootcamp-part", "alone-then-bootcamp")
CASES = (
    Case(
        "a total beginner in France with 5 hours and no money",
        -1.8,
        "junior",
        {"hours": 5, "budget": 0, "country": "France"},
        "self-taught",
        out=(("university", HOURS), ("bootcamp-part", HOURS)),
    ),
    Case(
        "an 18-year-old in France who needs a degree and has a certificate",
        -1.7,
        "junior",
        {
            "hours": 40,
            "budget": 1000,
            "country": "France",
            "degree": "must",
            "background": "school",
            "is_adult": True,
        },
        "university",
        out=(("school", BUDGET), ("bootcamp-full", DEGREE)),
    ),
    Case(
        "somebody in France without money who wants a wage",
        -1.8,
        "junior",
        {
            "hours": 38,
            "budget": 0,
            "country": "France",
            "background": "school",
            "support": support(alone=False),
        },
        "apprenticeship",
        asking=(*BOOTCAMPS, "distance-degree", "peer-school"),
        out=(("university", BUDGET), ("school", BUDGET)),
    ),
    Case(
        "a job seeker in France whose course may be paid",
        -1.8,
        "junior",
        {
            "hours": 40,
            "budget": 0,
            "country": "France",
            "funding": ["fr-aif"],
            "told_prices": {"bootcamp-full": 7000},
            "ready_by": weeks(50),
            "support": support(alone=False),
        },
        "bootcamp-full",
    ),
    Case(
        "a laid-off developer in Germany with 40 hours",
        0.0,
        "confirmed",
        {
            "hours": 40,
            "budget": 3000,
            "country": "Germany",
            "support": support(alone=True),
        },
        "self-taught",
        asking=(*BOOTCAMPS, "distance-degree", "peer-school", "school"),
    ),
    Case(
        "a parent in Germany with 9 evening hours",
        -0.9,
        "junior",
        {"hours": 9, "budget": 2000, "country": "Germany"},
        "self-taught",
        out=(("bootcamp-part", HOURS), ("distance-degree", HOURS)),
    ),
    Case(
        "a parent in England with 16 evening hours who needs a degree",
        -1.5,
        "junior",
        {
            "hours": 16,
            "budget": 25_000,
            "currency": "GBP",
            "country": "England",
            "degree": "must",
        },
        "distance-degree",
        out=(("university", HOURS), ("self-taught", DEGREE)),
    ),
    Case(
        "somebody in England with 500 pounds who needs a degree",
        -1.5,
        "junior",
        {
            "hours": 40,
            "budget": 500,
            "currency": "GBP",
            "country": "England",
            "degree": "must",
        },
        "",
        asking=("school",),
        out=(("university", BUDGET), ("distance-degree", BUDGET)),
    ),
    Case(
        "the same with a tuition fee loan",
        -1.5,
        "junior",
        {
            "hours": 40,
            "budget": 500,
            "currency": "GBP",
            "country": "England",
            "degree": "must",
            "funding": ["en-loan"],
        },
        "university",
    ),
    Case(
        "a graduate in England of another subject",
        -1.0,
        "junior",
        {
            "hours": 40,
            "budget": 14_000,
            "currency": "GBP",
            "country": "England",
            "degree": "must",
            "background": "degree",
        },
        "university",
        out=(("distance-degree", BUDGET),),
    ),
    Case(
        "an American who needs a degree and has 6,000 dollars",
        -1.0,
        "junior",
        {
            "hours": 40,
            "budget": 6000,
            "currency": "USD",
            "country": "United States",
            "degree": "must",
        },
        "",
        asking=("distance-degree", "school"),
        out=(("university", BUDGET),),
    ),
    Case(
        "an American without money and 50 hours",
        -1.8,
        "junior",
        {"hours": 50, "budget": 0, "currency": "USD", "country": "United States"},
        "self-taught",
        asking=(
            *BOOTCAMPS,
            "apprenticeship",
            "distance-degree",
            "school",
            "peer-school",
        ),
        out=(("university", BUDGET),),
    ),
    Case(
        "a rich American in a hurry",
        -1.8,
        "junior",
        {
            "hours": 60,
            "budget": 40_000,
            "currency": "USD",
            "country": "United States",
            "ready_by": weeks(16),
            "told_prices": {"bootcamp-full": 15_000},
        },
        "bootcamp-full",
        out=(("university", LATE), ("self-taught", LATE), ("bootcamp-part", LATE)),
        says=(("bootcamp-full", ReasonKind.AFTER_DATE),),
    ),
    Case(
        "a veteran in the United States",
        -1.8,
        "junior",
        {
            "hours": 40,
            "budget": 1000,
            "currency": "USD",
            "country": "United States",
            "funding": ["us-gi-bill"],
            "told_prices": {"bootcamp-full": 12_000},
            "ready_by": weeks(90),
            "support": support(alone=False),
        },
        "bootcamp-full",
    ),
    Case(
        "a student in India with 20 hours",
        -0.5,
        "junior-api",
        {"hours": 20, "budget": 40_000, "currency": "INR", "country": "elsewhere"},
        "self-taught",
        asking=("bootcamp-part", "alone-then-bootcamp", "distance-degree"),
        out=(("university", HOURS), ("peer-school", HOURS)),
    ),
    Case(
        "somebody who says nothing at all",
        -1.0,
        "junior",
        {},
        "self-taught",
    ),
    Case(
        "a sixteen-year-old without a certificate",
        -1.8,
        "junior",
        {
            "hours": 38,
            "budget": 0,
            "country": "Germany",
            "background": "other",
            "is_adult": False,
            "support": support(alone=False),
        },
        "self-taught",
        asking=(*BOOTCAMPS, "distance-degree"),
        out=(("university", SCHOOL), ("peer-school", AGE)),
        equally=("apprenticeship",),
    ),
    Case(
        "somebody with 3 hours a week and 10 weeks who needs a degree",
        -1.8,
        "junior",
        {"hours": 3, "degree": "must", "ready_by": weeks(10), "country": "France"},
        "",
        out=(("university", HOURS), ("self-taught", LATE)),
    ),
    Case(
        "a system administrator who likes to learn alone",
        -0.2,
        "junior-api",
        {
            "hours": 15,
            "budget": 3000,
            "country": "France",
            "support": support(alone=True),
        },
        "self-taught",
        asking=("bootcamp-part", "alone-then-bootcamp", "distance-degree"),
    ),
    Case(
        "a front-end developer with a good price for a part-time bootcamp",
        -0.9,
        "junior",
        {
            "hours": 18,
            "budget": 6000,
            "country": "Germany",
            "told_prices": {"bootcamp-part": 5500},
            "ready_by": weeks(60),
            "style": {"peers": 1.0, "structure": 1.0, "mentor": 1.0},
            "support": support(alone=False),
        },
        "bootcamp-part",
    ),
    Case(
        "somebody told a price above the budget",
        -0.9,
        "junior",
        {
            "hours": 40,
            "budget": 4000,
            "country": "France",
            "told_prices": {"bootcamp-full": 7500, "bootcamp-part": 7900},
        },
        "self-taught",
        asking=("alone-then-bootcamp", "distance-degree", "peer-school"),
        out=(("bootcamp-full", BUDGET), ("bootcamp-part", BUDGET)),
    ),
    Case(
        "a near-beginner who aims for senior with much money",
        -1.5,
        "senior",
        {
            "hours": 50,
            "budget": 20_000,
            "country": "France",
            "support": support(alone=True),
        },
        "self-taught",
    ),
    Case(
        "an engineer after two years of higher education in France",
        -1.2,
        "junior",
        {
            "hours": 45,
            "budget": 2500,
            "country": "France",
            "background": "two-years",
            "degree": "must",
        },
        "school",
        out=(("bootcamp-full", DEGREE),),
    ),
    Case(
        "an expert at the goal",
        2.4,
        "senior",
        {"hours": 10, "budget": 0, "country": "France"},
        "self-taught",
    ),
)


def compare(case: Case) -> tuple[Someone, RouteComparison]:
    preferences = TrainingPreferences.model_validate(case.said)
    person = Someone(case.name, learner(case.theta, case.goal), preferences)
    return person, person.compare()


def reasons(comparison: RouteComparison) -> dict[str, set[ReasonKind]]:
    def kinds(found: tuple[Reason, ...]) -> set[ReasonKind]:
        return {reason.kind for reason in found}

    return {
        each.measures.route.key: kinds(each.match.reasons_for)
        | kinds(each.match.reasons_against)
        for each in comparison.offered
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_best_match_and_what_has_to_be_asked(case: Case) -> None:
    _, comparison = compare(case)

    best = comparison.fitting[0].measures.route.key if comparison.fitting else ""
    asking = {
        each.measures.route.key for each in comparison.offered if each.is_price_open
    }
    assert best == case.first
    if case.asking:
        assert asking == set(case.asking)
    equal = {
        each.measures.route.key for each in comparison.offered if each.is_equally_good
    }
    assert set(case.equally) <= equal
    for key, kind in case.says:
        assert kind in reasons(comparison)[key]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_ruled_out_is_ruled_out_for_its_reason(case: Case) -> None:
    _, comparison = compare(case)

    found = {
        each.measures.route.key: {exclusion.kind for exclusion in each.exclusions}
        for each in comparison.excluded
    }
    for key, kind in case.out:
        assert kind in found.get(key, set()), (key, found.get(key))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_is_said_that_rests_on_nothing(case: Case) -> None:
    person, comparison = compare(case)

    said = set().union(*reasons(comparison).values()) if comparison.offered else set()
    preferences = person.preferences
    if preferences.ready_by is None:
        assert not said & {ReasonKind.WITHIN_DATE, ReasonKind.AFTER_DATE}
    if preferences.budget is None:
        assert not said & {ReasonKind.WITHIN_BUDGET, ReasonKind.ABOVE_BUDGET}
    if preferences.degree is None:
        assert not said & {ReasonKind.DEGREE, ReasonKind.NO_DEGREE}
    if not preferences.support:
        assert not said & {
            ReasonKind.SUPPORTED,
            ReasonKind.KEEPS_GOING,
            ReasonKind.ON_YOUR_OWN,
        }
    if not preferences.style:
        assert not said & {ReasonKind.STYLE_MATCHES, ReasonKind.STYLE_DIFFERS}
    for each in comparison.offered:
        price = each.measures.price
        money = {ReasonKind.WITHIN_BUDGET, ReasonKind.ABOVE_BUDGET, ReasonKind.FREE}
        if not price.is_known:
            assert not reasons(comparison)[each.measures.route.key] & money
        for figure in price.counted:
            assert figure.place in ("", preferences.country)
            assert figure.high == 0 or figure.unit == preferences.currency


def test_there_are_twenty_four() -> None:
    assert len(CASES) == 24
    assert len({case.name for case in CASES}) == 24
