"""The skills that a custom goal names, with what the answers showed of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.results.summary import is_correct
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import AttemptItem

REQUIRED = "required"


@dataclass(frozen=True)
class SkillSummary:
    """A skill that a goal names, and how the questions on it were answered."""

    name: str
    area_name: str
    is_required: bool
    correct: int
    missed: int

    @property
    def asked(self) -> int:
        """How many questions on it were answered."""
        return self.correct + self.missed


def summarise_skills(
    items: Iterable[AttemptItem], skills: Mapping[str, str], catalogue: Catalogue
) -> list[SkillSummary]:
    """Return the skills that the bank still has, required ones first, then by area and name."""
    correct: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for item in counting_attempt_items(items):
        if item.answer is not None:
            counter = correct if is_correct(item.answer) else missed
            counter.update(item.question.tags)
    summaries = [
        SkillSummary(
            catalogue.rows[row].name,
            catalogue.area_name(catalogue.rows[row].area),
            mark == REQUIRED,
            correct[row],
            missed[row],
        )
        for row, mark in skills.items()
        if row in catalogue.rows
    ]
    return sorted(
        summaries,
        key=lambda skill: (not skill.is_required, skill.area_name, skill.name),
    )
