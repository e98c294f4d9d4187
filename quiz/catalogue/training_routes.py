"""Training routes and free resources: their shape, not their files. Every figure says where it comes from."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = float
CredentialKind = Literal["none", "title", "degree"]
Entry = Literal["", "school-certificate", "adult", "company"]
Style = Literal["structure", "peers", "mentor", "project", "theory"]
STYLES: tuple[Style, ...] = ("structure", "peers", "mentor", "project", "theory")


class _RouteData(BaseModel):
    """Data read from a file: nothing is converted, nothing unknown is let in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourcedFigure(_RouteData):
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


class EntryRequirement(_RouteData):
    """What a route asks of those who want to begin it."""

    #: What can be checked against a person's answers; empty: only said.
    condition: Entry = ""
    text: str
    source: str = ""
    year: int


class Certificate(_RouteData):
    """The paper at the end of a route."""

    kind: CredentialKind
    #: What it is worth to somebody who wants a degree, 0 to 1.
    value: Share = Field(ge=0, le=1)
    text: str
    source: str = ""
    year: int


class Apprenticeship(_RouteData):
    """A mode of a route: a company pays the tuition and a wage."""

    text: str
    entry: EntryRequirement
    cost: SourcedFigure


class Route(_RouteData):
    """A way of learning, described so that it can be compared with others."""

    key: str
    name: str
    #: `self-taught`, `bootcamp`, `university`, `school` or `peer-school`.
    kind: Literal["self-taught", "bootcamp", "university", "school", "peer-school"]
    order: int
    sentence: str
    #: Length of the programme in weeks; None: it takes as long as a person's hours make it.
    weeks: SourcedFigure | None = None
    #: Hours a week that it takes; for a route without length, what it can live with.
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
    #: Share of a gap in each area that a typical programme touches: an assumption.
    coverage: dict[str, Share]
    #: Share of its hours that goes into what back-end jobs ask for: an assumption.
    efficiency: Share = Field(gt=0, le=1)
    #: How far it carries those who find it hard to keep going alone, 0 to 1: an assumption.
    support: Share = Field(ge=0, le=1)
    #: How much of each way of learning it offers, 0 to 1: an assumption.
    style: dict[Style, Share]
    #: What is known of what becomes of people.
    outcomes: tuple[SourcedFigure, ...] = ()
    #: Version and year of the assumptions above.
    assumptions: str

    @model_validator(mode="after")
    def _require_complete(self) -> "Route":
        if set(self.style) != set(STYLES):
            raise ValueError(f"style has exactly {', '.join(STYLES)}")
        if not all(
            0 <= share <= 1 for share in (*self.coverage.values(), *self.style.values())
        ):
            raise ValueError("a share lies between 0 and 1")
        return self


class Resource(_RouteData):
    """A free page of an official or otherwise stable site, and what it is for."""

    id: str
    title: str
    url: str = Field(pattern=r"^https://")
    #: What a learner gets there, in a few words.
    use: str
    #: Objectives that it serves.
    objectives: tuple[str, ...] = Field(min_length=1)
    #: What its pages say of their use, where they say it.
    licence: str = ""
