"""The skills matrix: what job profiles name, and the profiles themselves."""

from pathlib import Path
from typing import Any

from quiz.catalogue.findings import Finding
from quiz.catalogue.skills import Level
from quiz.catalogue.toml_files import (
    CatalogueData,
    display_path,
    read_table,
    read_toml,
    validate_data,
)

#: Kinds of rows that carry more than a name: pay and demand.
PAY_KIND, OUTLOOK_KIND = "salary", "outlook"


class JobProfile(CatalogueData):
    """One of the published job profiles from which the matrix was made."""

    what: str
    date: str
    place: str
    good_for: str


class MatrixRow(CatalogueData):
    """A skill, tool, duty or fact that job profiles name."""

    id: str
    name: str
    kind: str
    area: str
    #: Levels at which it is tested; empty for a row that is shown or recognised but not tested.
    levels: tuple[Level, ...]
    #: Job profiles that name it; empty for a row that was added from current practice.
    profiles: tuple[str, ...]
    measure: str
    #: Other spellings that a job advert may use.
    synonyms: tuple[str, ...]
    #: The source of a row that no profile names.
    added: str = ""
    #: Where a profile is wrong or unclear, and how it is read.
    correction: str = ""
    #: False for a row that must not be shown.
    shown: bool = True

    @property
    def is_tested(self) -> bool:
        """Return whether questions must carry this row as a tag."""
        return bool(self.levels)


class SalaryRow(MatrixRow):
    """Pay as a job profile states it."""

    currency: str
    low: int | None = None
    high: int | None = None
    average: int | None = None
    median: int | None = None
    per: str
    place: str
    year: int | None = None


class OutlookRow(MatrixRow):
    """A forecast of demand as a job profile states it."""

    place: str = ""
    year: int | None = None


def read_matrix(path: Path, findings: list[Finding]) -> dict[str, MatrixRow]:
    """Return the rows of the skills matrix by id, each as the class of its kind."""
    return read_table(path, "row", _select_row_class, findings)


def read_profiles(path: Path, findings: list[Finding]) -> dict[str, JobProfile]:
    """Return the job profiles by their short name."""
    # Faults in the file itself are reported when its rows are read.
    content = read_toml(path, [])
    profiles = {
        name: validate_data(
            JobProfile, data, display_path(path), f"profile {name}", findings
        )
        for name, data in content.get("profiles", {}).items()
    }
    return {name: profile for name, profile in profiles.items() if profile}


def _select_row_class(data: dict[str, Any]) -> type[MatrixRow]:
    if data.get("kind") == OUTLOOK_KIND:
        return OutlookRow
    # Some profiles speak of pay in words alone; such a row has no figure.
    if data.get("kind") == PAY_KIND and "currency" in data:
        return SalaryRow
    return MatrixRow
