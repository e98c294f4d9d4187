"""Figures that replace outdated ones of the job profiles: outlook, pay, degrees."""

from pathlib import Path

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import CatalogueData, read_table


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
