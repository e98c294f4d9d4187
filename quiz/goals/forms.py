"""What a person may write about a custom goal."""

from collections.abc import Mapping
from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional

from quiz.bank.repository import Catalogue
from quiz.catalogue.goals import Goal
from quiz.goals.repository import GoalDraft
from quiz.web.form_fields import NumberField
from quiz.web.forms import BaseForm

MOST_NAME = 60
MOST_SENTENCE = 200
TOP_LEVEL = 3
#: Prefixes of the names of fields for levels and skills.
LEVEL, SKILL = "level_", "skill_"
SKILL_MARKS = (("", "Not named"), ("useful", "Useful"), ("required", "Required"))


class GoalForm(BaseForm):
    """A custom goal; levels and skills are added for the bank at hand."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Give the goal a name."),
            Length(max=MOST_NAME, message=f"Write at most {MOST_NAME} characters."),
        ],
    )
    sentence = StringField(
        "Description (optional)",
        validators=[
            Length(
                max=MOST_SENTENCE, message=f"Write at most {MOST_SENTENCE} characters."
            )
        ],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Require a level above 0 in at least one area."""
        if not super().validate(extra_validators):
            return False
        if not any(self.read_levels().values()):
            first = next(name for name in self._fields if name.startswith(LEVEL))
            self[first].errors = ["A goal needs a level above 0 in at least one area."]
            return False
        return True

    def read_levels(self) -> dict[str, float]:
        """Return the required level by area."""
        return {
            name.removeprefix(LEVEL): round(field.data or 0.0, 1)
            for name, field in self._fields.items()
            if name.startswith(LEVEL)
        }

    def read_draft(self) -> GoalDraft:
        """Return what was written."""
        skills = {
            name.removeprefix(SKILL): field.data
            for name, field in self._fields.items()
            if name.startswith(SKILL) and field.data
        }
        return GoalDraft(
            self.name.data or "", self.sentence.data or "", self.read_levels(), skills
        )


def build_goal_form(
    catalogue: Catalogue,
    goal: Goal | None = None,
    skills: Mapping[str, str] | None = None,
) -> GoalForm:
    """Return the form for this bank, filled in with a goal."""
    form_class = _add_bank_fields(catalogue)
    if goal is None:
        return form_class()
    levels = {LEVEL + area: 0.0 for area in catalogue.areas}
    levels |= {LEVEL + area: level for area, level in goal.required_levels.items()}
    marks = {SKILL + row: mark for row, mark in (skills or {}).items()}
    return form_class(
        data={"name": goal.name, "sentence": goal.sentence} | levels | marks
    )


def _add_bank_fields(catalogue: Catalogue) -> type[GoalForm]:
    """Return the form with a field for each area and each tested skill of a bank."""

    class BankGoalForm(GoalForm):
        """The form for this bank."""

    for area in catalogue.areas.values():
        setattr(BankGoalForm, LEVEL + area.id, _level_field(area.name))
    for row in catalogue.rows.values():
        if row.is_tested:
            setattr(BankGoalForm, SKILL + row.id, _skill_field(row.name))
    return BankGoalForm


def _level_field(label: str) -> NumberField:
    return NumberField(
        label,
        message="Write a level from 0 to 3, for example 1.2.",
        least=0,
        most=TOP_LEVEL,
    )


def _skill_field(label: str) -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice(value, words) for value, words in SKILL_MARKS],
        default="",
        validators=[Optional()],
    )
