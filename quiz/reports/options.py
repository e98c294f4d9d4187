"""What somebody may choose for a report: the paper, and parts beyond the two pages. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from babel import Locale
from babel.core import UnknownLocaleError

#: Where US Letter is the usual paper (Unicode CLDR, measurement data).
LETTER_TERRITORIES = {
    *("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI"),
    *("PA", "PH", "PR", "SV", "US", "VE"),
}


class Paper(StrEnum):
    """A size of paper, by its name in Typst."""

    A4 = "a4"
    LETTER = "us-letter"


class ReportPart(StrEnum):
    """An optional part of the report."""

    PLAN = "plan"
    MISSED = "missed"
    ANSWERS = "answers"
    CAREER = "career"


@dataclass(frozen=True)
class ReportOptions:
    """What was chosen for one report."""

    paper: Paper = Paper.A4
    parts: frozenset[ReportPart] = frozenset()


def read_paper(word: str) -> Paper | None:
    """Return the paper with this name; None for any other word."""
    return next((paper for paper in Paper if paper == word), None)


def guess_paper(languages: list[str]) -> Paper:
    """Return the usual paper where somebody reads these languages, the best liked first, as a browser names them."""
    for language in languages:
        try:
            territory = Locale.parse(language, sep="-").territory
        except (UnknownLocaleError, ValueError, TypeError):
            continue
        if territory:
            return Paper.LETTER if territory in LETTER_TERRITORIES else Paper.A4
    return Paper.A4
