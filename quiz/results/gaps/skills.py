"""The skills of a goal with what the bank has to say about each."""

from collections import Counter
from collections.abc import Mapping

from quiz.bank.repository import Catalogue
from quiz.goals.repository import SkillLine
from quiz.results.sentences import is_right
from quiz.sittings.models import Sitting
from quiz.sittings.transitions import answered_attempt_items


def summarise_skills(
    sitting: Sitting, skills: Mapping[str, str], catalogue: Catalogue
) -> list[SkillLine]:
    """Return what the answers of a sitting showed of the skills that a goal names, required ones first."""
    right: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for position in answered_attempt_items(sitting.positions):
        if position.answer is None:
            continue
        counter = right if is_right(position.answer) else missed
        counter.update(position.question.tags)
    lines = [
        SkillLine(
            catalogue.rows[row].name,
            catalogue.areas[catalogue.rows[row].area].name,
            mark == "required",
            right[row],
            missed[row],
        )
        for row, mark in skills.items()
        if row in catalogue.rows and catalogue.rows[row].area in catalogue.areas
    ]
    return sorted(
        lines, key=lambda line: (not line.is_required, line.area_name, line.name)
    )
