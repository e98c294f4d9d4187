"""Career context from the job profiles: pay by country and level, steps, outlook; each with year and source. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from quiz.bank.repository import Catalogue
from quiz.catalogue.figures import ReplacementFigure
from quiz.catalogue.matrix import MatrixRow, SalaryRow
from quiz.charts.pay import PayBar, draw_pay_bars

OLD_YEARS = 3
#: kinds of rows that speak of what comes after, and of demand
STEPS, OUTLOOK = "career", "outlook"


@dataclass(frozen=True)
class PayRow:
    """What one source says of pay."""

    name: str
    place: str
    range: str
    year: int | None
    is_old: bool
    #: What a newer figure names; empty where job profiles say it.
    source: str
    profiles: tuple[str, ...]
    correction: str


@dataclass(frozen=True)
class CurrencyPay:
    """Pay in one currency: never converted, one axis for all of it."""

    name: str
    rows: tuple[PayRow, ...]
    drawing: Markup


@dataclass(frozen=True)
class CareerView:
    """Everything on the page."""

    pay: tuple[CurrencyPay, ...]
    steps: tuple[MatrixRow, ...]
    outlook: tuple[MatrixRow, ...]
    figures: tuple[ReplacementFigure, ...]


def build_career_view(catalogue: Catalogue, today: date) -> CareerView:
    """Return what the job profiles and newer figures say, without what must not be shown."""
    shown = [row for row in catalogue.rows.values() if row.shown]
    paid = [row for row in shown if isinstance(row, SalaryRow)]
    figures = [one for one in catalogue.figures.values() if one.currency]
    currencies = sorted(
        {row.currency for row in paid} | {one.currency for one in figures}
    )
    return CareerView(
        pay=tuple(
            _build_currency_pay(
                name,
                [row for row in paid if row.currency == name],
                [one for one in figures if one.currency == name],
                today,
            )
            for name in currencies
        ),
        steps=tuple(row for row in shown if row.kind == STEPS),
        outlook=tuple(row for row in shown if row.kind == OUTLOOK),
        figures=tuple(one for one in catalogue.figures.values() if not one.currency),
    )


def _build_currency_pay(
    name: str,
    rows: Iterable[SalaryRow],
    figures: Iterable[ReplacementFigure],
    today: date,
) -> CurrencyPay:
    told: list[PayRow] = []
    bars: list[PayBar] = []
    for row in rows:
        told.append(_build_pay_row(row, today))
        bars.append(
            PayBar(
                row.name,
                row.low or row.average or row.median,
                row.high or row.average or row.median,
            )
        )
    for one in figures:
        told.append(
            PayRow(
                one.name,
                one.place,
                f"median {one.median:,}",
                one.year,
                today.year - one.year > OLD_YEARS,
                one.source,
                (),
                "",
            )
        )
        bars.append(PayBar(one.name, one.median, one.median))
    return CurrencyPay(name, tuple(told), draw_pay_bars(bars, currency=name))


def _build_pay_row(row: SalaryRow, today: date) -> PayRow:
    parts = []
    if row.low is not None and row.high is not None:
        parts.append(f"{row.low:,} to {row.high:,}")
    parts += [f"average {row.average:,}"] if row.average is not None else []
    parts += [f"median {row.median:,}"] if row.median is not None else []
    return PayRow(
        row.name,
        row.place,
        ", ".join(parts),
        row.year,
        row.year is None or today.year - row.year > OLD_YEARS,
        "",
        row.profiles,
        row.correction,
    )
