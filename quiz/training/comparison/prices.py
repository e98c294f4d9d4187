"""What a route costs one person: the price that counts, and figures that are shown but do not count. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quiz.catalogue.figures import SourcedFigure
from quiz.catalogue.funding import Funding
from quiz.catalogue.training_routes import ProgrammeForm, Route
from quiz.training.preferences import TrainingPreferences


class PriceDoubt(StrEnum):
    """Why a price does not count for a person."""

    ELSEWHERE = "elsewhere"
    COUNTRY_NOT_GIVEN = "country-not-given"
    OTHER_CURRENCY = "other-currency"
    OLD = "old"


@dataclass(frozen=True)
class DoubtfulPrice:
    """A price that is shown but does not count."""

    figure: SourcedFigure
    doubts: tuple[PriceDoubt, ...]


@dataclass(frozen=True)
class RoutePrice:
    """The price of a route for one person."""

    #: What the cheapest and the most expensive offer cost, in the person's currency; None: not known here.
    low: float | None
    high: float | None
    #: The middle of the cheapest kind of offer.
    middle: float | None
    #: Whether the person was told this price.
    is_told: bool
    counted: tuple[SourcedFigure, ...] = ()
    doubtful: tuple[DoubtfulPrice, ...] = ()
    #: Funding whose condition the person meets and that may pay for this route.
    fundings: tuple[Funding, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is a price that counts."""
        return self.low is not None

    @property
    def is_free(self) -> bool:
        """Whether it costs nothing."""
        return self.high == 0


def find_price(
    route: Route,
    form: ProgrammeForm | None,
    preferences: TrainingPreferences,
    today: date,
    fundings: Iterable[Funding] = (),
) -> RoutePrice:
    """Return what a route costs a person.

    A price counts only in its own country and currency, and for three years; a price of nothing needs no currency. What
    a person was told counts instead of all others. Currencies are never converted.
    """
    figures = [
        figure
        for figure in route.costs
        if form is None or figure.form in ("", form.key)
    ]
    judged = [(figure, find_doubts(figure, preferences, today)) for figure in figures]
    counted = tuple(figure for figure, doubts in judged if not doubts)
    doubtful = [DoubtfulPrice(figure, doubts) for figure, doubts in judged if doubts]
    paying = _select_paying(route, preferences, fundings)
    told = preferences.told_prices.get(route.key)
    if told is not None:
        return RoutePrice(
            told, told, told, is_told=True, doubtful=tuple(doubtful), fundings=paying
        )
    return RoutePrice(
        low=min((figure.low for figure in counted), default=None),
        high=max((figure.high for figure in counted), default=None),
        middle=min((figure.middle_value for figure in counted), default=None),
        is_told=False,
        counted=counted,
        doubtful=tuple(_nearest(doubtful)),
        fundings=paying,
    )


def _select_paying(
    route: Route, preferences: TrainingPreferences, fundings: Iterable[Funding]
) -> tuple[Funding, ...]:
    """Return the funding whose condition a person meets and that may pay for a route."""
    return tuple(
        funding
        for funding in fundings
        if funding.id in preferences.funding
        and funding.place == preferences.country
        and route.kind in funding.kinds
    )


def find_doubts(
    figure: SourcedFigure, preferences: TrainingPreferences, today: date
) -> tuple[PriceDoubt, ...]:
    """Return every reason why a price does not count for a person."""
    doubts = []
    if figure.place and not preferences.country:
        doubts.append(PriceDoubt.COUNTRY_NOT_GIVEN)
    elif figure.place and figure.place != preferences.country:
        doubts.append(PriceDoubt.ELSEWHERE)
    if figure.unit != preferences.currency and figure.high > 0:
        doubts.append(PriceDoubt.OTHER_CURRENCY)
    if figure.is_old(today):
        doubts.append(PriceDoubt.OLD)
    return tuple(doubts)


def _nearest(prices: list[DoubtfulPrice]) -> list[DoubtfulPrice]:
    """Return the prices of the person's own country where there are any, else all."""
    here = [price for price in prices if PriceDoubt.ELSEWHERE not in price.doubts]
    return here or prices
