"""The main language a person chooses: in full, or in reading."""

from dataclasses import dataclass

from quiz.bank.questions import FULL_PACKS
from quiz.bank.repository import Catalogue


@dataclass(frozen=True)
class Language:
    """A language that the bank has questions in."""

    pack: str
    name: str
    is_full: bool

    @property
    def words(self) -> str:
        """What stands in the list of languages."""
        return (
            self.name if self.is_full else f"{self.name} (code-reading questions only)"
        )


def list_languages(catalogue: Catalogue) -> list[Language]:
    """Return the languages of the bank, those in full first."""
    return [
        Language(pack, catalogue.rows[pack].name, pack in FULL_PACKS)
        for pack in catalogue.language_packs
    ]
