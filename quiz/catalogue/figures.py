"""Figures with their source: those of training routes, and those that replace outdated ones of the job profiles."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import field_validator, model_validator

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import CatalogueData, read_table

#: a figure that is older than this many years is marked, and no price as old as that argues
OLD_YEARS = 3
#: the most that a figure can say in sense: ten years, a week's hours, twenty years of work
MOST_OF_UNIT = {"weeks": 520.0, "hours a week": 168.0, "hours": 40_000.0, "share": 1.0}
MOST_MONEY = 10_000_000.0
#: what is divided by
MUST_BE_MORE_THAN_NOTHING = {"weeks", "hours a week"}
_DATED = re.compile(r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")


class SourcedFigure(CatalogueData):
    """A number or a range of numbers with its source; or an assumption, which says that it is one."""

    low: float
    high: float
    #: `weeks`, `hours a week`, `hours`, `share`, or the code of a currency.
    unit: str
    #: One sentence for people, with everything that the number needs to be understood.
    text: str
    #: The date of the figure: a year, a month (`2026-09`) or a day.
    dated: str
    #: Who says so; empty for an assumption of ours.
    source: str = ""
    url: str = ""
    #: The day on which somebody last looked at the source.
    looked_at: date | None = None
    #: Where it holds; empty: anywhere.
    place: str = ""
    #: The form of the programme that it is about; empty: any.
    form: str = ""
    assumption: bool = False

    @model_validator(mode="before")
    @classmethod
    def _accept_year(cls, data: Any) -> Any:
        """Accept `year`, as files of operators wrote it before figures had dates."""
        if isinstance(data, dict) and "year" in data:
            data = {**data, "dated": str(data["year"])}
            del data["year"]
        return data

    @field_validator("dated")
    @classmethod
    def _require_date(cls, dated: str) -> str:
        if not _DATED.match(dated):
            raise ValueError("a date is written 2026, 2026-09 or 2026-09-30")
        _first_day(dated)
        return dated

    @model_validator(mode="after")
    def _require_source(self) -> "SourcedFigure":
        if self.low > self.high:
            raise ValueError("low is above high")
        if self.low < 0 or self.high > MOST_OF_UNIT.get(self.unit, MOST_MONEY):
            raise ValueError("a figure is not negative, and not beyond all sense")
        if self.unit in MUST_BE_MORE_THAN_NOTHING and self.low <= 0:
            raise ValueError(f"{self.unit} are more than 0")
        if not self.source and not self.assumption:
            raise ValueError("a figure has a source, or says `assumption = true`")
        return self

    @property
    def middle_value(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2

    def is_old(self, today: date) -> bool:
        """Return whether the figure is more than three years old on a day, by the earliest day it can be of."""
        first = _first_day(self.dated)
        return (today.year - first.year, today.month, today.day) > (
            OLD_YEARS,
            first.month,
            first.day,
        )


def _first_day(dated: str) -> date:
    """Return the earliest day that a year, a month or a day can mean."""
    return date(*([int(part) for part in dated.split("-")] + [1, 1])[:3])


class ReplacementFigure(CatalogueData):
    """A figure that takes the place of an outdated one."""

    id: str
    name: str
    text: str
    source: str
    place: str
    year: int
    percent: int | None = None
    currency: str = ""
    median: int | None = None
    per: str = ""


def read_figures(path: Path, findings: list[Finding]) -> dict[str, ReplacementFigure]:
    """Return the figures by id."""
    return read_table(path, "figure", lambda _: ReplacementFigure, findings)
