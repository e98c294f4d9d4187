"""Training routes, described so that they can be compared."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from quiz.catalogue.figures import SourcedFigure
from quiz.catalogue.findings import Finding
from quiz.catalogue.skills import Level
from quiz.catalogue.toml_files import (
    KEY_PATTERN,
    LINE_PATTERN,
    MAX_KEY,
    MAX_NAME,
    CatalogueData,
    display_path,
    read_toml,
    validate_data,
)

Share = float
#: share of a gap that programmes cover at each level, where a route says nothing else
LEVEL_COVERAGE: Mapping[Level, Share] = {"J": 1.0, "C": 0.5, "S": 0.0}
MONTHS = range(1, 13)


class RouteKind(StrEnum):
    """The kinds of training routes."""

    SELF_TAUGHT = "self-taught"
    BOOTCAMP = "bootcamp"
    APPRENTICESHIP = "apprenticeship"
    UNIVERSITY = "university"
    DISTANCE_DEGREE = "distance-degree"
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
    TWO_YEARS = "two-years-higher-education"
    DEGREE = "degree"
    ADULT = "adult"
    COMPANY = "company"


class LearningStyle(StrEnum):
    """Ways of learning that a route offers more or less of."""

    STRUCTURE = "structure"
    PEERS = "peers"
    MENTOR = "mentor"
    PROJECT = "project"
    THEORY = "theory"


class EntryRequirement(CatalogueData):
    """What a route asks of people who want to begin it."""

    #: What can be checked against a person's answers; empty: only stated.
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


class ProgrammeForm(CatalogueData):
    """One form of a programme: its own length and entry requirements, and the countries that have it."""

    key: str
    name: str
    weeks: SourcedFigure
    entry: tuple[EntryRequirement, ...] = ()
    #: Countries that have this form; empty: any.
    places: tuple[str, ...] = ()
    #: Months in which it begins; empty: as the route says.
    starts: tuple[int, ...] = ()


class Route(CatalogueData):
    """A way of learning that can be compared with others."""

    key: str = Field(pattern=KEY_PATTERN, max_length=MAX_KEY)
    name: str = Field(pattern=LINE_PATTERN, max_length=MAX_NAME)
    kind: RouteKind
    order: int = Field(ge=-(10**6), le=10**6)
    sentence: str
    #: Length of the programme in weeks; None where forms say it, or where only a person's own hours decide.
    weeks: SourcedFigure | None = None
    #: Forms of different length or entry, of which a person takes the shortest that is open to them.
    forms: tuple[ProgrammeForm, ...] = ()
    #: Months in which it begins; empty where it begins at any time, or after `wait`.
    starts: tuple[int, ...] = ()
    #: Months before a start by which one has to apply: an assumption.
    apply_months: int = 0
    #: Weeks until the next start, where there are no fixed months.
    wait: SourcedFigure | None = None
    #: Share of the gap that is learned alone before the programme begins: an assumption.
    alone_first: Share = Field(default=0.0, ge=0, lt=1)
    #: Hours a week that it takes; for a route without a length, the range in which it works.
    hours_a_week: SourcedFigure
    #: Hours taught or planned by the programme itself.
    taught: SourcedFigure | None = None
    #: What the whole of it costs, one figure for each place where it is known; empty: not known anywhere.
    costs: tuple[SourcedFigure, ...] = ()
    #: What it pays, for routes that pay a wage.
    wages: tuple[SourcedFigure, ...] = ()
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
    #: Share of that which it covers at each level, since programmes teach what juniors need: an assumption.
    level_coverage: dict[Level, Share] = Field(
        default_factory=lambda: dict(LEVEL_COVERAGE)
    )
    #: Share of its hours spent on what back-end jobs ask for: an assumption.
    efficiency: Share = Field(ge=0.01, le=1)
    #: How much it supports people who find it hard to keep going, 0 to 1: an assumption.
    support: Share = Field(ge=0, le=1)
    #: How much of each way of learning it offers, 0 to 1: an assumption.
    style: dict[LearningStyle, Share]
    #: How many of those who begin finish, and what graduates do next, as far as it is known.
    outcomes: tuple[SourcedFigure, ...] = ()
    #: Version and year of the assumptions above.
    assumptions: str

    @model_validator(mode="after")
    def _require_complete(self) -> "Route":
        if set(self.style) != set(LearningStyle):
            raise ValueError(f"style has exactly {', '.join(LearningStyle)}")
        shares = (
            *self.coverage.values(),
            *self.style.values(),
            *self.level_coverage.values(),
        )
        if not all(0 <= share <= 1 for share in shares):
            raise ValueError("a share lies between 0 and 1")
        months = [
            *self.starts,
            *(month for form in self.forms for month in form.starts),
        ]
        if not all(month in MONTHS for month in months):
            raise ValueError("starts are months from 1 to 12")
        if set(self.level_coverage) != {"J", "C", "S"}:
            raise ValueError("level_coverage has exactly J, C, S")
        return self

    @property
    def is_self_taught(self) -> bool:
        """Whether there is no programme, only the person's own plan."""
        return self.kind is RouteKind.SELF_TAUGHT

    @property
    def programmes(self) -> tuple[ProgrammeForm, ...]:
        """The forms of the programme; one without a name where it has a single length; none without a programme."""
        if self.forms or self.weeks is None:
            return self.forms
        return (ProgrammeForm(key="", name="", weeks=self.weeks),)


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
