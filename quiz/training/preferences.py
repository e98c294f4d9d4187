"""What a person says about hours, money, time and ways of learning. Everything may be left open."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer

from quiz.catalogue.training_routes import EntryCondition, LearningStyle


class Currency(StrEnum):
    """Currencies in which a budget can be stated."""

    EUR = "EUR"
    USD = "USD"
    GBP = "GBP"
    INR = "INR"
    CHF = "CHF"
    CAD = "CAD"


class DegreeWish(StrEnum):
    """Whether a person wants a degree."""

    NO = "no"
    NICE = "nice"
    MUST = "must"


class Background(StrEnum):
    """The highest certificate that a person has."""

    NOT_GIVEN = ""
    OTHER = "other"
    SCHOOL = "school"
    TWO_YEARS = "two-years"
    DEGREE = "degree"


class SupportQuestion(StrEnum):
    """Questions on what keeps a person going."""

    #: Has finished a self-paced course before.
    ALONE = "alone"
    #: Knows somebody who reviews their code.
    REVIEWED = "reviewed"
    #: Keeps going without fixed dates.
    DATES = "dates"


#: the certificates that meet each entry condition
_MEETS: Mapping[EntryCondition, tuple[Background, ...]] = {
    EntryCondition.SCHOOL_CERTIFICATE: (
        Background.SCHOOL,
        Background.TWO_YEARS,
        Background.DEGREE,
    ),
    EntryCondition.TWO_YEARS: (Background.TWO_YEARS, Background.DEGREE),
    EntryCondition.DEGREE: (Background.DEGREE,),
}


#: conditions that nobody is taken to meet without saying so
_HIGHER = (EntryCondition.TWO_YEARS, EntryCondition.DEGREE)


class TrainingPreferences(BaseModel):
    """What limits and shapes a route for one person; None and empty: not given."""

    # Stored values that this version does not know are ignored.
    model_config = ConfigDict(frozen=True, extra="ignore")

    #: hours a week
    hours: float | None = None
    #: in all, in `currency`
    budget: float | None = None
    currency: Currency = Currency.EUR
    ready_by: date | None = None
    degree: DegreeWish | None = None
    #: Name of a country as the routes' figures use it.
    country: str = ""
    background: Background = Background.NOT_GIVEN
    is_adult: bool | None = None
    #: How much of each way of learning is wanted, 0 to 1.
    style: Mapping[LearningStyle, float] = {}
    #: True where a person needs less support.
    support: Mapping[SupportQuestion, bool] = {}
    #: What a person was told a route costs, by its key, in `currency`.
    told_prices: Mapping[str, float] = {}
    #: Fundings whose condition a person meets.
    funding: tuple[str, ...] = ()

    @property
    def sets_limits(self) -> bool:
        """Whether anything was said that a route can fail to fit."""
        said = (self.hours, self.budget, self.ready_by, self.is_adult)
        return (
            any(each is not None for each in said)
            or self.degree is DegreeWish.MUST
            or self.background is not Background.NOT_GIVEN
        )

    @property
    def need_of_support(self) -> float:
        """The share of the answers about keeping going that call for support; half when there are none."""
        if not self.support:
            return 0.5
        return sum(not answer for answer in self.support.values()) / len(self.support)

    def may_meet(self, condition: EntryCondition) -> bool:
        """Return whether a person meets an entry condition, or has not said what would tell."""
        if condition is EntryCondition.ADULT:
            return self.is_adult is not False
        if condition in _MEETS and self.background is not Background.NOT_GIVEN:
            return self.background in _MEETS[condition]
        return True

    def meets(self, condition: EntryCondition) -> bool:
        """Return whether a person meets an entry condition; who says nothing has no higher education."""
        if self.background is Background.NOT_GIVEN and condition in _HIGHER:
            return False
        return self.may_meet(condition)

    def to_stored(self) -> dict[str, Any]:
        """Return what was said, without what was not, ready to be stored as JSON."""
        return self.model_dump(mode="json", exclude_defaults=True)


#: Preferences as they are stored: only what was said.
StorablePreferences = Annotated[
    TrainingPreferences, PlainSerializer(TrainingPreferences.to_stored)
]
