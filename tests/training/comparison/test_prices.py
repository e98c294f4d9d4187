"""A price argues only where it holds."""

import pytest

from quiz.catalogue.figures import SourcedFigure
from quiz.training.comparison.prices import PriceDoubt, find_doubts, find_price
from quiz.training.preferences import Currency, TrainingPreferences
from tests.training.comparison.makers import figure, route
from tests.training.people import TODAY, bank

IN_FRANCE = TrainingPreferences(country="France")
ELSEWHERE, OLD = PriceDoubt.ELSEWHERE, PriceDoubt.OLD
NO_COUNTRY, CURRENCY = PriceDoubt.COUNTRY_NOT_GIVEN, PriceDoubt.OTHER_CURRENCY


@pytest.mark.parametrize(
    ("cost", "doubts"),
    [
        (figure(900, place="France"), ()),
        (figure(900), ()),
        (figure(900, place="Germany"), (ELSEWHERE,)),
        (figure(900, unit="USD", place="France"), (CURRENCY,)),
        (figure(900, dated="2023-11-26", place="France"), (OLD,)),
        (figure(900, dated="2023-11-27", place="France"), ()),
        (figure(900, dated="2023-12", place="France"), ()),
        (figure(900, dated="2023", place="France"), (OLD,)),
        (figure(900, dated="2024", place="France"), ()),
        (
            figure(900, unit="USD", place="Germany", dated="2016"),
            (ELSEWHERE, CURRENCY, OLD),
        ),
        (figure(0, unit="GBP", place="France"), ()),
    ],
)
def test_a_price_counts_in_its_country_in_its_currency_and_for_three_years(
    cost: SourcedFigure, doubts: tuple[PriceDoubt, ...]
) -> None:
    assert find_doubts(cost, IN_FRANCE, TODAY) == doubts


def test_without_a_country_no_price_of_a_country_counts() -> None:
    cost = figure(900, place="France")

    assert find_doubts(cost, TrainingPreferences(), TODAY) == (NO_COUNTRY,)
    assert find_doubts(figure(0), TrainingPreferences(), TODAY) == ()


def test_the_cheapest_kind_of_offer_gives_the_middle() -> None:
    costs = (figure(100, 300, place="France"), figure(150, 1000, place="France"))

    found = find_price(route(costs=costs), None, IN_FRANCE, TODAY)

    assert (found.low, found.middle, found.high) == (100, 200, 1000)
    assert found.counted == costs
    assert found.is_known
    assert not found.is_told
    assert not found.is_free


def test_a_price_that_does_not_count_is_shown_with_its_doubts() -> None:
    here, away = figure(50, place="France", dated="2016"), figure(70, place="Germany")

    found = find_price(route(costs=(here, away)), None, IN_FRANCE, TODAY)

    assert not found.is_known
    # There is one of the person's own country, so the other says nothing more.
    assert [(each.figure, each.doubts) for each in found.doubtful] == [(here, (OLD,))]


def test_prices_of_other_countries_are_shown_where_there_is_no_other() -> None:
    away = figure(70, place="Germany")

    found = find_price(route(costs=(away,)), None, IN_FRANCE, TODAY)

    assert [each.figure for each in found.doubtful] == [away]
    assert find_price(route(), None, IN_FRANCE, TODAY).doubtful == ()


def test_what_a_person_was_told_counts_instead_of_everything_else() -> None:
    told = IN_FRANCE.model_copy(
        update={"told_prices": {"course": 1200.0, "other": 1.0}}
    )

    found = find_price(route(costs=(figure(900, place="France"),)), None, told, TODAY)

    assert (found.low, found.middle, found.high) == (1200, 1200, 1200)
    assert found.is_told
    assert found.counted == ()


def test_a_price_of_another_form_does_not_count() -> None:
    university = bank().routes["university"]
    forms = {form.key: form for form in university.programmes}

    first, master = (
        find_price(university, forms[key], IN_FRANCE, TODAY)
        for key in ("licence", "master")
    )

    assert first.low == 849
    assert master.low == 718


def test_free_material_is_free_in_every_currency_and_country() -> None:
    alone = bank().routes["self-taught"]

    for country in ("", "France", "India"):
        person = TrainingPreferences(country=country, currency=Currency.INR)
        assert find_price(alone, None, person, TODAY).is_free


def test_a_funding_counts_in_its_country_for_its_kind_and_when_it_is_ticked() -> None:
    fundings = tuple(bank().fundings.values())
    course = route(costs=(figure(900, place="Germany"),))
    ticked = TrainingPreferences(
        country="Germany", funding=("de-bildungsgutschein", "fr-aif")
    )

    def names(person: TrainingPreferences, kind: str = "bootcamp") -> list[str]:
        of_kind = course.model_copy(update={"kind": kind})
        price = find_price(of_kind, None, person, TODAY, fundings)
        return [funding.id for funding in price.fundings]

    assert names(ticked) == ["de-bildungsgutschein"]
    assert names(ticked, "university") == []
    assert names(ticked.model_copy(update={"country": "France"})) == ["fr-aif"]
    assert names(TrainingPreferences(country="Germany")) == []
