"""What reading an advert gives."""

from dataclasses import dataclass
from enum import StrEnum


class SkillNeed(StrEnum):
    """How much an advert wants a skill."""

    REQUIRED = "required"
    NICE = "nice"
    EXCLUDED = "excluded"


class Unreadable(StrEnum):
    """Why a text gave no requirements."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    OTHER_LANGUAGE = "other_language"
    NO_ADVERT = "no_advert"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    SCANNED = "scanned"


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A row of the skills matrix that an advert speaks of, with the words that say so.

    `start` and `end` count code points of the text that was read. Skills of which any one will do share a `group`.
    """

    id: str
    quote: str
    start: int
    end: int
    need: SkillNeed
    group: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: of a row of the matrix, or of a technology outside it, whose `id` is empty."""

    id: str
    quote: str
    start: int
    end: int
    need: SkillNeed


@dataclass(frozen=True, slots=True)
class Advert:
    """The requirements of an advert. `years` are from and to; to is absent for "3 years or more"."""

    language: str | None
    is_advert: bool
    level: str | None
    years: tuple[int, int | None] | None
    skills: tuple[AskedSkill, ...]
    marks: tuple[Mark, ...] = ()
    unreadable: Unreadable | None = None
    level_quote: str = ""
    years_quote: str = ""
