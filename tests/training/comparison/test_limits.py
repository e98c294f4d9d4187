"""Limits, prices and preferences on the pages of the comparison: kept, read and counted as people mean them."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.catalogue.training_routes import LearningStyle
from quiz.training.models import StoredPreferences
from quiz.training.preferences import SupportQuestion, TrainingPreferences
from tests.training.steps import OpenPage


def stored(session: Session) -> TrainingPreferences:
    session.rollback()
    [row] = session.scalars(select(StoredPreferences))
    said = row.said
    # Nothing stays locked for the next request.
    session.rollback()
    return said


def test_hours_and_budget_that_were_saved_are_shown_and_counted(
    page: OpenPage, routes: str
) -> None:
    saved = page(f"{routes}/limits").press(
        "Compare training routes", hours="20", budget="5000"
    )

    for found in (saved, page(routes), page(f"{routes}?goal=confirmed")):
        assert 'name="hours" type="text" value="20"' in found.html
        assert 'name="budget" type="text" value="5000"' in found.html
        assert "you have 20." in found.text


def test_changing_one_limit_keeps_the_other(page: OpenPage, routes: str) -> None:
    page(f"{routes}/limits").press("Compare training routes", hours="20", budget="5000")

    found = page(routes).press("Compare again", budget="9000")

    assert 'name="hours" type="text" value="20"' in found.html
    assert "It takes at least 38 hours a week; you have 20." in found.text


def test_a_limit_that_is_emptied_is_no_limit(page: OpenPage, routes: str) -> None:
    page(f"{routes}/limits").press("Compare training routes", hours="5")

    found = page(routes).press("Compare again", hours="", budget="")

    assert found.heading == "9 training routes to choose from"
    # The address changes nothing that is stored.
    assert "you have 5." in page(routes).text


@pytest.mark.parametrize(
    ("typed", "counted"),
    [("7,5", "you have 7.5."), ("7.5", "you have 7.5."), ("12", "you have 12.")],
)
def test_hours_are_read_in_any_notation(
    page: OpenPage, routes: str, typed: str, counted: str
) -> None:
    assert counted in page(routes).press("Compare again", hours=typed).text


@pytest.mark.parametrize("typed", ["1.500", "1 500", "1,500", "1.500,00", "€1,500"])
def test_a_budget_is_read_in_any_notation(
    page: OpenPage, routes: str, session: Session, typed: str
) -> None:
    page(f"{routes}/limits").press("Compare training routes", budget=typed)

    assert stored(session).budget == 1500


def test_hours_that_can_be_read_in_two_ways_are_asked_again(
    page: OpenPage, routes: str
) -> None:
    page(f"{routes}/limits").press("Compare training routes", hours="5")

    found = page(routes).press("Compare again", hours="1.500")

    assert "1.500 can be read in two ways." in found.text
    assert 'value="1.500"' in found.html
    assert "you have 5." in found.text


def test_what_is_no_number_is_named_and_changes_nothing(
    page: OpenPage, routes: str
) -> None:
    found = page(routes).press("Compare again", hours="many", budget="1")

    assert "Write the hours as a number from 1 to 80" in found.text
    assert 'value="many"' in found.html
    assert found.heading == "1 training route fits your limits"


def test_a_price_of_another_country_says_so_and_does_not_count(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/limits").press(
        "Compare training routes", hours="40", budget="0", country="elsewhere"
    )

    assert found.heading == "1 training route fits your limits"
    assert "8 more training routes would fit if the price does." in found.text
    assert "£21,816 (England) not counted: a price of another country" in found.text


def test_a_price_that_somebody_was_told_counts(
    page: OpenPage, routes: str, session: Session
) -> None:
    page(f"{routes}/limits").press(
        "Compare training routes", hours="40", budget="8000", country="France"
    )

    detail = page(f"{routes}/bootcamp-full").press("Save price", price="7.500 €")

    assert stored(session).told_prices == {"bootcamp-full": 7500}
    assert 'name="price" type="text" value="7500"' in detail.html
    found = page(routes)
    assert "€7,500 (you were told this)" in found.text
    too_much = page(f"{routes}/bootcamp-full").press("Save price", price="8500")
    assert too_much.url == f"{routes}/bootcamp-full"
    assert (
        "You were told that it costs €8,500; your budget is €8,000."
        in page(routes).text
    )
    page(f"{routes}/bootcamp-full").press("Save price", price="")
    assert stored(session).told_prices == {}
    assert stored(session).budget == 8000


def test_a_price_in_another_currency_than_the_budget_is_asked_again(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/bootcamp-full").press(
        "Save price", price="$7,500", status=422
    )

    assert "Write the price in EUR, the currency of your budget." in found.text


def test_the_currency_that_is_typed_with_the_budget_is_its_currency(
    page: OpenPage, routes: str, session: Session
) -> None:
    page(f"{routes}/limits").press(
        "Compare training routes", budget="$60,000", country="United States"
    )

    assert stored(session).currency == "USD"
    assert "US$47,800" in page(routes).text


def test_preferences_are_kept_and_not_asked_again(
    page: OpenPage, routes: str, session: Session
) -> None:
    found = page(f"{routes}/limits").press(
        "Compare training routes",
        hours="40",
        budget="5000",
        degree="must",
        country="France",
        background="school",
        is_adult="yes",
        funding=["fr-bourse"],
        style_theory="much",
        support_alone="no",
    )

    assert found.heading == "2 training routes fit your limits"
    assert "It gives no degree, and you need one." in found.text
    form = page(f"{routes}/limits")
    assert 'value="40"' in form.html
    assert form.html.count("checked") >= 6
    kept = stored(session)
    assert kept.style == {LearningStyle.THEORY: 1.0}
    assert kept.support == {SupportQuestion.ALONE: False}
    assert kept.funding == ("fr-bourse",)


def test_preferences_sent_again_replace_the_first(
    page: OpenPage, routes: str, session: Session
) -> None:
    form = page(f"{routes}/limits")
    form.press("Compare training routes", hours="10")
    form.press("Compare training routes", hours="20")

    assert stored(session) == TrainingPreferences(hours=20)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("hours", "0", "from 1 to 80"),
        ("hours", "nan", "from 1 to 80"),
        ("budget", "-5", "Write the budget"),
        ("ready_by", "2020-01-01", "This day has passed."),
        ("ready_by", "2999-01-01", "too far away"),
        ("ready_by", "soon", "Not a valid date"),
        ("degree", "doctor", "Not a valid choice"),
        ("country", "Atlantis", "Not a valid choice"),
        ("currency", "XXX", "Not a valid choice"),
        ("funding", "lottery", "not a valid choice"),
    ],
)
def test_a_mistake_in_the_form_is_named_and_nothing_is_lost(
    page: OpenPage, routes: str, session: Session, field: str, value: str, said: str
) -> None:
    sent = {"hours": "14", "budget": "900", field: value}

    found = page(f"{routes}/limits").press("Compare training routes", sent, status=422)

    assert said in found.text
    kept = "14" if field != "hours" else "900"
    assert f'value="{kept}"' in found.html
    session.rollback()
    assert session.scalar(select(func.count()).select_from(StoredPreferences)) == 0


def test_without_a_school_certificate_another_way_is_named(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/limits").press(
        "Compare training routes", background="other"
    )

    assert "A school or public careers service can tell you" in found.text


def test_where_nothing_fits_the_limit_that_rules_out_the_most_is_named(
    page: OpenPage, routes: str
) -> None:
    found = page(f"{routes}/limits").press(
        "Compare training routes", hours="3", degree="must", country="France"
    )

    assert found.heading == "No training route fits all your limits"
    assert (
        "The change that opens the most is your hours a week: without that limit"
        in found.text
    )
