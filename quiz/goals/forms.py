"""What a person may write about goals of their own, evidence and shared results."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.bank.repository import Catalogue
from quiz.catalogue.goals import Goal
from quiz.catalogue.skills import Area
from quiz.goals.repository import GoalDraft
from quiz.web.form_fields import NumberField
from quiz.web.forms import BaseForm

MOST_NAME = 60
MOST_SENTENCE = 200
MOST_NOTE = 300
MOST_URL = 500
TOP_LEVEL = 3
SHARE_DAYS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"))
#: fields of levels and skills begin so
LEVEL, SKILL = "level_", "skill_"


class GoalForm(BaseForm):
    """A goal of one's own; levels and skills are added for the bank at hand."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Give the goal a name."),
            Length(max=MOST_NAME, message=f"Write at most {MOST_NAME} characters."),
        ],
    )
    sentence = StringField(
        "In a sentence (optional)",
        validators=[
            Length(
                max=MOST_SENTENCE, message=f"Write at most {MOST_SENTENCE} characters."
            )
        ],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for at least one area that is needed."""
        if not super().validate(extra_validators):
            return False
        if not any(self.read_levels().values()):
            first = next(name for name in self._fields if name.startswith(LEVEL))
            self[first].errors = ["A goal needs a level above 0 in one area at least."]
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

    class ForThisBank(GoalForm):
        """The form with a field for each area and each tested skill of this bank."""

    for area in catalogue.areas.values():
        setattr(
            ForThisBank,
            LEVEL + area.id,
            NumberField(
                area.name,
                message="Write a level from 0 to 3, for example 1.2.",
                least=0,
                most=TOP_LEVEL,
            ),
        )
    for row in catalogue.rows.values():
        if row.is_tested:
            setattr(
                ForThisBank,
                SKILL + row.id,
                SelectField(
                    row.name,
                    choices=[
                        SelectChoice("", "Not named"),
                        SelectChoice("useful", "Useful"),
                        SelectChoice("required", "Required"),
                    ],
                    default="",
                    validators=[Optional()],
                ),
            )
    if goal is None:
        return ForThisBank()
    levels = {LEVEL + area: float(level) for area, level in goal.levels.items()}
    nothing = {LEVEL + area: 0.0 for area in catalogue.areas}
    marks = {SKILL + row: mark for row, mark in (skills or {}).items()}
    return ForThisBank(
        data={"name": goal.name, "sentence": goal.sentence} | nothing | levels | marks
    )


class EvidenceForm(BaseForm):
    """A link to something that shows what questions cannot."""

    url = URLField(
        "Address",
        description="A repository, a change that somebody reviewed, or a project that runs.",
        validators=[
            InputRequired("Write the address."),
            Length(max=MOST_URL, message=f"Write at most {MOST_URL} characters."),
        ],
    )
    note = TextAreaField(
        "What it shows",
        validators=[
            InputRequired("Say in a sentence what it shows."),
            Length(max=MOST_NOTE, message=f"Write at most {MOST_NOTE} characters."),
        ],
    )
    areas = SelectMultipleField(
        "Areas",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose one area at least.")],
    )

    def validate_url(self, field: URLField) -> None:
        """Let nothing through that a browser would run, and nothing that is no address."""
        try:
            parts = urlsplit(field.data or "")
            host = parts.hostname
        except ValueError:
            host = None
            parts = urlsplit("")
        if (
            parts.scheme not in {"http", "https"}
            or not host
            or any(letter.isspace() for letter in field.data or "")
        ):
            raise ValidationError(
                "Write a whole address that begins with https:// or http://."
            )


def build_evidence_form(
    areas: Sequence[Area], said: Mapping[str, Any] | None = None
) -> EvidenceForm:
    """Return the form with the areas of the bank, filled in with what was said before."""
    form = EvidenceForm(data=said)
    form.areas.choices = [SelectChoice(area.id, area.name) for area in areas]
    return form


class ShareForm(BaseForm):
    """For how long a result may be read by those who have the link."""

    days = RadioField(
        "For how long?",
        choices=[SelectChoice(value, words) for value, words in SHARE_DAYS],
        default="30",
        validators=[InputRequired("Choose for how long.")],
    )
