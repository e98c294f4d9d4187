"""Training routes, described so that they can be compared. Every figure has a source or says that it is assumed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import (
    CatalogueData,
    display_path,
    read_toml,
    validate_data,
)

Share = float


class RouteKind(StrEnum):
    """The kinds of training routes."""

    SELF_TAUGHT = "self-taught"
    BOOTCAMP = "bootcamp"
    UNIVERSITY = "university"
    SCHOOL = "school"
    PEER_SCHOOL = "peer-school"


class CredentialKind(StrEnum):
    """What a route ends with."""

    NONE = "none"
    TITLE = "title"
    DEGREE = "degree"


class EntryCondition(StrEnum):
    """Entry requirements that can be checked against a person's answers."""

    UNCHECKED = ""
    SCHOOL_CERTIFICATE = "school-certificate"
    ADULT = "adult"
    COMPANY = "company"


class LearningStyle(StrEnum):
    """Ways of learning that a route offers more or less of."""

    STRUCTURE = "structure"
    PEERS = "peers"
    MENTOR = "mentor"
    PROJECT = "project"
    THEORY = "theory"


class SourcedFigure(CatalogueData):
    """A number or a range of numbers, with its source; or an assumption, which says that it is one."""

    low: float
    high: float
    #: `weeks`, `hours a week`, `hours`, `EUR`, `USD`, `GBP` or `share`.
    unit: str
    #: One sentence for people, with everything that the number needs to be understood.
    text: str
    #: The year that the number is about.
    year: int
    #: Who says so; empty for an assumption of ours.
    source: str = ""
    url: str = ""
    #: Where it holds; empty: anywhere.
    place: str = ""
    assumption: bool = False

    @model_validator(mode="after")
    def _require_source(self) -> "SourcedFigure":
        if self.low > self.high:
            raise ValueError("low is above high")
        if not self.source and not self.assumption:
            raise ValueError("a figure has a source, or says `assumption = true`")
        return self

    @property
    def middle_value(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


class EntryRequirement(CatalogueData):
    """What a route asks of those who want to begin it."""

    #: What can be checked against a person's answers; empty: only said.
    condition: EntryCondition = EntryCondition.UNCHECKED
    text: str
    source: str = ""
    year: int


class Certificate(CatalogueData):
    """The certificate at the end of a route."""

    kind: CredentialKind
    #: What it is worth to somebody who wants a degree, 0 to 1.
    value: Share = Field(ge=0, le=1)
    text: str
    source: str = ""
    year: int


class Apprenticeship(CatalogueData):
    """A mode of a route: a company pays the tuition and a wage."""

    text: str
    entry: EntryRequirement
    cost: SourcedFigure


class Route(CatalogueData):
    """A way of learning that can be compared with others."""

    key: str
    name: str
    kind: RouteKind
    order: int
    sentence: str
    #: Length of the programme in weeks; None where only a person's own hours decide.
    weeks: SourcedFigure | None = None
    #: Hours a week that it takes; for a route without a length, the range in which it works.
    hours_a_week: SourcedFigure
    #: Hours taught or planned by the programme itself.
    taught: SourcedFigure | None = None
    #: What the whole of it costs, one figure for each place where it is known.
    costs: tuple[SourcedFigure, ...] = Field(min_length=1)
    entry: tuple[EntryRequirement, ...] = ()
    paper: Certificate
    apprenticeship: Apprenticeship | None = None
    #: Whether dates and hours are set by somebody else.
    fixed_times: bool
    times: str
    #: Who helps when you are stuck.
    help: str
    strong_in: str
    weak_in: str
    suits: str
    #: Share of a gap in each area that a typical programme covers: an assumption.
    coverage: dict[str, Share]
    #: Share of its hours spent on what back-end jobs ask for: an assumption.
    efficiency: Share = Field(gt=0, le=1)
    #: How much it supports people who find it hard to keep going, 0 to 1: an assumption.
    support: Share = Field(ge=0, le=1)
    #: How much of each way of learning it offers, 0 to 1: an assumption.
    style: dict[LearningStyle, Share]
    #: What graduates do next, as far as it is known.
    outcomes: tuple[SourcedFigure, ...] = ()
    #: Version and year of the assumptions above.
    assumptions: str

    @model_validator(mode="after")
    def _require_complete(self) -> "Route":
        if set(self.style) != set(LearningStyle):
            raise ValueError(f"style has exactly {', '.join(LearningStyle)}")
        if not all(
            0 <= share <= 1 for share in (*self.coverage.values(), *self.style.values())
        ):
            raise ValueError("a share lies between 0 and 1")
        return self


def read_routes(folders: Iterable[Path], findings: list[Finding]) -> dict[str, Route]:
    """Return the training routes by key, in the order in which they are shown.

    A file of a later folder that names a key of an earlier one needs to hold only what differs:
    tables are merged, lists and values replace the earlier ones.
    """
    contents: dict[str, tuple[Path, dict[str, Any]]] = {}
    for folder in folders:
        for path in sorted((folder / "routes").glob("*.toml")):
            content = read_toml(path, findings)
            key = content.get("key")
            if isinstance(key, str):
                before = contents[key][1] if key in contents else {}
                contents[key] = (path, _merge_tables(before, content))
            elif content:
                findings.append(
                    Finding(
                        display_path(path), 0, "", "key", repr(key), "a route's key"
                    )
                )
    routes = [
        validate_data(Route, content, display_path(path), f"route {key}", findings)
        for key, (path, content) in contents.items()
    ]
    in_order = sorted(filter(None, routes), key=lambda route: route.order)
    return {route.key: route for route in in_order}


def _merge_tables(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of both, those of `above` where both have one, table by table."""
    both = dict(below)
    for name, value in above.items():
        under = both.get(name)
        is_table = isinstance(value, dict) and isinstance(under, dict)
        both[name] = _merge_tables(under, value) if is_table and under else value
    return both
