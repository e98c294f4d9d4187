"""Public funding of training, by country: conditions that a person can tick."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import Field

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import CatalogueData, read_table
from quiz.catalogue.training_routes import RouteKind


class Funding(CatalogueData):
    """Public money that may pay for a route."""

    id: str
    name: str
    place: str
    #: What a person has to be or do, as a statement that they can tick.
    condition: str
    #: What it pays, in a sentence.
    pays: str
    #: Kinds of routes that it may pay for.
    kinds: tuple[RouteKind, ...] = Field(min_length=1)
    source: str
    url: str = Field(pattern=r"^https://")
    #: The date of the source: a year, a month or a day; empty where it gives none.
    dated: str = ""
    looked_at: date


def read_fundings(
    folders: Iterable[Path], findings: list[Finding]
) -> dict[str, Funding]:
    """Return the fundings by id; those of a later folder replace earlier ones with the same id."""
    fundings: dict[str, Funding] = {}
    for folder in folders:
        path = folder / "routes" / "funding" / "funding.toml"
        if path.exists():
            fundings |= read_table(path, "funding", lambda _: Funding, findings)
    return fundings
