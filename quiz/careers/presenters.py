"""The figures of the job profiles: pay by country and level, and steps, each with year and source. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quiz.bank.repository import Catalogue
from quiz.catalogue.figures import ReplacementFigure
from quiz.catalogue.matrix import MatrixRow, SalaryRow
from quiz.charts.drawing import Drawing
from quiz.charts.pay import PayBar, draw_pay_bars

OLD_YEARS = 3
#: The kind of rows of the skills matrix about career steps.
STEPS = "career"


@dataclass(frozen=True)
class PayRow:
    """What one source says about pay."""

    name: str
    place: str
    low: int | None
    high: int | None
    average: int | None
    median: int | None
    year: int | None
    is_old: bool
    #: The source of a newer figure and where it can be read; empty where job profiles say it.
    source: str
    url: str
    profiles: tuple[str, ...]

    @property
    def has_range(self) -> bool:
        """Whether the source gives both ends of a range."""
        return self.low is not None and self.high is not None

    @property
    def bar(self) -> PayBar | None:
        """The range, or the one figure there is; None without any."""
        single = self.average if self.average is not None else self.median
        low = self.low if self.low is not None else single
        high = self.high if self.high is not None else single
        return None if low is None or high is None else PayBar(self.name, low, high)


@dataclass(frozen=True)
class CurrencyPay:
    """Pay in one currency: never converted, with one axis for all of it."""

    currency: str
    rows: tuple[PayRow, ...]
    bars: tuple[PayBar, ...]
    drawing: Drawing


@dataclass(frozen=True)
class CareerView:
    """Everything on the page about the career."""

    pay: tuple[CurrencyPay, ...]
    steps: tuple[MatrixRow, ...]
    figures: tuple[ReplacementFigure, ...]


def build_career_view(catalogue: Catalogue, today: date) -> CareerView:
    """Return what the job profiles and newer figures say, without what must not be shown."""
    shown = [row for row in catalogue.rows.values() if row.shown]
    figures = list(catalogue.figures.values())
    paid = [
        *(
            (row.currency, _read_matrix_row(row, today))
            for row in shown
            if isinstance(row, SalaryRow)
        ),
        *(
            (figure.currency, _read_figure(figure, today))
            for figure in figures
            if figure.currency
        ),
    ]
    currencies = sorted({currency for currency, _ in paid if currency})
    return CareerView(
        pay=tuple(
            _build_currency_pay(
                name, [row for currency, row in paid if currency == name]
            )
            for name in currencies
        ),
        steps=tuple(row for row in shown if row.kind == STEPS),
        figures=tuple(figure for figure in figures if not figure.currency),
    )


def _build_currency_pay(currency: str, rows: Sequence[PayRow]) -> CurrencyPay:
    bars = tuple(row.bar for row in rows if row.bar is not None)
    return CurrencyPay(currency, tuple(rows), bars, draw_pay_bars(bars))


def _read_matrix_row(row: SalaryRow, today: date) -> PayRow:
    return PayRow(
        name=row.name,
        place=row.place,
        low=row.low,
        high=row.high,
        average=row.average,
        median=row.median,
        year=row.year,
        is_old=_is_old(row.year, today),
        source="",
        url="",
        profiles=row.profiles,
    )


def _read_figure(figure: ReplacementFigure, today: date) -> PayRow:
    return PayRow(
        name=figure.name,
        place=figure.place,
        low=None,
        high=None,
        average=None,
        median=figure.median,
        year=figure.year,
        is_old=_is_old(figure.year, today),
        source=figure.source,
        url=figure.url,
        profiles=(),
    )


def _is_old(year: int | None, today: date) -> bool:
    """Return whether a figure is too old to be read as today's; one without a year may be."""
    return year is None or today.year - year > OLD_YEARS
