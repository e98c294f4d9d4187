"""The main language a person chooses: in full, or in reading."""

from dataclasses import dataclass

from quiz.bank.questions import FULL_PACKS, Question
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


def find_foreign_language(
    question: Question, language: str | None, catalogue: Catalogue
) -> str | None:
    """Return the name of the programming language that a question reads and that is not the person's own."""
    if question.pack is None or question.pack == language:
        return None
    return catalogue.rows[question.pack].name


def list_languages(catalogue: Catalogue) -> list[Language]:
    """Return the languages of the bank, those in full first."""
    return [
        Language(pack, catalogue.rows[pack].name, pack in FULL_PACKS)
        for pack in catalogue.language_packs
    ]
