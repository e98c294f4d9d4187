"""Pay, steps and outlook: never converted, each with its age, and nothing that must not be shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from quiz.bank.repository import Catalogue
from quiz.careers.presenters import PayRow, build_career_view
from quiz.catalogue.figures import ReplacementFigure
from quiz.catalogue.matrix import MatrixRow, SalaryRow
from quiz.charts.pay import PayBar
from quiz.sittings.assessment.context import AssessmentContext
from tests.pages import Page

OpenPage = Callable[..., Page]
TODAY = date(2026, 11, 27)


def row(key: str, kind: str = "salary", **changes: Any) -> MatrixRow:
    values: dict[str, Any] = {
        "id": key,
        "name": key,
        "kind": kind,
        "area": "sql",
        "levels": (),
        "profiles": ("P1",),
        "measure": "",
        "synonyms": (),
    }
    if kind != "salary":
        return MatrixRow(**(values | changes))
    return SalaryRow(**(values | {"per": "year", "place": "Here"} | changes))


def figure(key: str, **changes: Any) -> ReplacementFigure:
    values: dict[str, Any] = {
        "id": key,
        "name": key,
        "text": "",
        "source": "An office",
        "place": "Here",
        "year": 2025,
    }
    return ReplacementFigure(**(values | changes))


def with_rows(
    tools: AssessmentContext,
    *rows: MatrixRow,
    figures: tuple[ReplacementFigure, ...] = (),
) -> Catalogue:
    return replace(
        tools.catalogue,
        rows={one.id: one for one in rows},
        figures={one.id: one for one in figures},
    )


def test_pay_is_told_by_currency_and_never_converted(tools: AssessmentContext) -> None:
    catalogue = with_rows(
        tools,
        row("dollars", currency="USD", low=90_000, high=120_000),
        row("euros", currency="EUR", median=50_000),
        row("no money", currency=""),
        figures=(figure("new euros", currency="EUR", median=55_000),),
    )

    euros, dollars = build_career_view(catalogue, TODAY).pay

    assert (euros.currency, dollars.currency) == ("EUR", "USD")
    assert [one.name for one in euros.rows] == ["euros", "new euros"]
    assert [one.source for one in euros.rows] == ["", "An office"]
    assert euros.bars == (
        PayBar("euros", 50_000, 50_000),
        PayBar("new euros", 55_000, 55_000),
    )
    assert dollars.bars == (PayBar("dollars", 90_000, 120_000),)


def test_the_bank_itself_has_pay_in_four_currencies(tools: AssessmentContext) -> None:
    career = build_career_view(tools.catalogue, TODAY)

    assert [pay.currency for pay in career.pay] == ["CAD", "EUR", "GBP", "USD"]
    assert all(pay.bars for pay in career.pay)


def pay_row(**changes: Any) -> PayRow:
    values: dict[str, Any] = {
        "name": "A",
        "place": "",
        "low": None,
        "high": None,
        "average": None,
        "median": None,
        "year": 2025,
        "is_old": False,
        "source": "",
        "url": "",
        "profiles": (),
    }
    return PayRow(**(values | changes))


def test_a_bar_is_the_range_or_the_one_figure_there_is() -> None:
    assert pay_row(low=1, high=9, average=5).bar == PayBar("A", 1, 9)
    assert pay_row(average=5, median=6).bar == PayBar("A", 5, 5)
    assert pay_row(median=6).bar == PayBar("A", 6, 6)
    assert pay_row(low=1, median=6).bar == PayBar("A", 1, 6)
    assert pay_row().bar is None
    assert pay_row(low=1).bar is None


def test_a_range_has_both_ends() -> None:
    assert pay_row(low=1, high=9).has_range
    assert not pay_row(low=1).has_range
    assert not pay_row(high=1).has_range


def test_figures_older_than_three_years_or_without_a_year_are_marked(
    tools: AssessmentContext,
) -> None:
    years = {"new": 2023, "old": 2022, "undated": None}
    rows = [
        row(key, currency="EUR", median=1, year=year) for key, year in years.items()
    ]

    [pay] = build_career_view(with_rows(tools, *rows), TODAY).pay

    assert [one.is_old for one in pay.rows] == [False, True, True]


def test_what_must_not_be_shown_is_left_out(tools: AssessmentContext) -> None:
    catalogue = with_rows(
        tools,
        row("hidden", currency="EUR", median=1, shown=False),
        row("step", "career"),
        row("hidden step", "career", shown=False),
        row("skill", "skill"),
        figures=(figure("growth", percent=5),),
    )

    career = build_career_view(catalogue, TODAY)

    assert career.pay == ()
    assert [one.id for one in career.steps] == ["step"]
    assert [one.id for one in career.figures] == ["growth"]


def test_the_page_shows_sources_and_hides_what_is_wrong(page: OpenPage) -> None:
    career = page("/sources").follow("Pay, steps and outlook")

    assert "Pay in EUR per year" in career.text
    assert "They are not thresholds between levels." in career.text
    assert "older than 3 years" in career.text
    assert "+23" not in career.text
    assert "Technical lead" in career.text
    assert "Job profile of a French school or recruiter" in career.text
    assert "they do not" not in career.text
    assert "Words without a figure" not in career.text
    sources = career.follow("All sources")
    assert "Good for" in sources.text
    links = [link.get("href", "") for link in sources.all("a")]
    assert any(link.startswith("https://www.bls.gov/") for link in links)


def test_every_row_of_pay_says_a_figure(page: OpenPage) -> None:
    career = page("/career")

    figures = [
        "".join(cell.itertext()).strip()
        for cell in career.all("td")
        if cell.get("class") == "num"
    ]

    assert figures
    assert all(any(letter.isdigit() for letter in figure) for figure in figures)
    assert any(" to " in figure for figure in figures)
