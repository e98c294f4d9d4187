"""Which limits a route breaks, each at its boundary."""

from datetime import timedelta
from typing import Any

import pytest

from quiz.catalogue.training_routes import ProgrammeForm
from quiz.training.comparison.exclusions import (
    Exclusion,
    ExclusionKind,
    find_exclusions,
)
from quiz.training.comparison.prices import RoutePrice
from quiz.training.preferences import Background, DegreeWish, TrainingPreferences
from tests.training.comparison.makers import entry, form, measures, price, route
from tests.training.people import TODAY, bank


def exclusions(
    person: TrainingPreferences,
    cost: RoutePrice | None = None,
    weeks: float = 30,
    chosen: dict[str, Any] | None = None,
    **changes: Any,
) -> list[Exclusion]:
    taken = ProgrammeForm.model_validate(chosen) if chosen else None
    found = measures(route(**changes), weeks=weeks, cost=cost, form=taken)
    return find_exclusions(found, person, TODAY)


def test_nothing_said_rules_nothing_out() -> None:
    assert exclusions(TrainingPreferences(), price(50_000), entry=entry("adult")) == []


def test_a_tenth_fewer_hours_is_still_enough() -> None:
    # The course takes 20 hours a week at least.
    assert exclusions(TrainingPreferences(hours=18)) == []
    assert exclusions(TrainingPreferences(hours=17.9)) == [
        Exclusion(ExclusionKind.TOO_FEW_HOURS, 20, 17.9)
    ]


def test_35_hours_are_a_full_time_week() -> None:
    full = bank().routes["bootcamp-full"]

    assert find_exclusions(measures(full), TrainingPreferences(hours=35), TODAY) == []
    assert find_exclusions(measures(full), TrainingPreferences(hours=30), TODAY)


def test_a_price_above_the_budget_rules_out() -> None:
    person = TrainingPreferences(budget=1000)

    assert exclusions(person, price(1000)) == []
    assert exclusions(person, price(1001)) == [
        Exclusion(ExclusionKind.OVER_BUDGET, 1001, 1000)
    ]
    assert exclusions(person, price(1001, told=True))[0].is_told
    assert exclusions(TrainingPreferences(budget=0), price(1))


def test_a_price_that_is_not_known_rules_nothing_out() -> None:
    assert exclusions(TrainingPreferences(budget=0), price(None)) == []


def test_a_price_that_public_money_may_pay_rules_nothing_out() -> None:
    funded = RoutePrice(
        9000,
        9000,
        9000,
        is_told=False,
        fundings=(bank().fundings["de-bildungsgutschein"],),
    )

    assert exclusions(TrainingPreferences(budget=0), funded) == []


@pytest.mark.parametrize(
    ("wish", "is_out"),
    [
        (None, False),
        (DegreeWish.NO, False),
        (DegreeWish.NICE, False),
        (DegreeWish.MUST, True),
    ],
)
def test_who_needs_a_degree_needs_a_degree(
    wish: DegreeWish | None, *, is_out: bool
) -> None:
    found = exclusions(TrainingPreferences(degree=wish))
    university = measures(bank().routes["university"])

    assert found == ([Exclusion(ExclusionKind.NO_DEGREE)] if is_out else [])
    kinds = [
        each.kind
        for each in find_exclusions(university, TrainingPreferences(degree=wish), TODAY)
    ]
    assert ExclusionKind.NO_DEGREE not in kinds


@pytest.mark.parametrize(
    ("condition", "person", "kind"),
    [
        (
            "school-certificate",
            TrainingPreferences(background=Background.OTHER),
            ExclusionKind.SCHOOL_CERTIFICATE,
        ),
        (
            "two-years-higher-education",
            TrainingPreferences(background=Background.SCHOOL),
            ExclusionKind.TWO_YEARS,
        ),
        (
            "degree",
            TrainingPreferences(background=Background.TWO_YEARS),
            ExclusionKind.DEGREE_FIRST,
        ),
        ("adult", TrainingPreferences(is_adult=False), ExclusionKind.UNDER_AGE),
    ],
)
def test_an_entry_condition_of_route_or_form_rules_out(
    condition: str, person: TrainingPreferences, kind: ExclusionKind
) -> None:
    of_route = exclusions(person, entry=entry(condition))
    of_form = exclusions(person, chosen=form("a", 10, entry=entry(condition)))
    of_both = exclusions(
        person,
        chosen=form("a", 10, entry=entry(condition)),
        entry=entry(condition),
    )

    assert of_route == of_form == of_both == [Exclusion(kind)]


def test_a_company_is_something_to_find_and_not_a_limit() -> None:
    person = TrainingPreferences(background=Background.OTHER, is_adult=False)

    assert exclusions(person, entry=entry("company")) == []


def test_a_quarter_later_than_the_date_is_too_late() -> None:
    person = TrainingPreferences(ready_by=TODAY + timedelta(weeks=40))

    # The earliest end is .8 of the weeks here: 50 weeks are 1.25 times 40.
    assert exclusions(person, weeks=62.5) == []
    [late] = exclusions(person, weeks=63)
    assert late.kind is ExclusionKind.TOO_LATE
    assert late.asked == pytest.approx(50.4)
    assert late.available == 40


def test_a_date_of_today_leaves_no_time() -> None:
    [late] = exclusions(TrainingPreferences(ready_by=TODAY), weeks=1)

    assert late.available == 0


def test_every_broken_limit_is_named_in_order() -> None:
    person = TrainingPreferences(
        hours=5,
        budget=10,
        degree=DegreeWish.MUST,
        is_adult=False,
        ready_by=TODAY + timedelta(weeks=1),
    )

    kinds = [each.kind for each in exclusions(person, price(20), entry=entry("adult"))]

    assert kinds == [
        ExclusionKind.TOO_FEW_HOURS,
        ExclusionKind.OVER_BUDGET,
        ExclusionKind.NO_DEGREE,
        ExclusionKind.UNDER_AGE,
        ExclusionKind.TOO_LATE,
    ]
