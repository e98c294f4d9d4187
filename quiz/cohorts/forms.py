"""What instructors type about a cohort as a whole."""

from collections.abc import Iterable, Sequence

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from quiz.catalogue.goals import Goal
from quiz.cohorts.calendar_days import read_days_off
from quiz.core.db import WORD_LENGTH
from quiz.errors import NotValid
from quiz.organisations.models import Organisation
from quiz.sittings.assessment.languages import Language
from quiz.web.form_fields import NumberField
from quiz.web.forms import BaseForm

MOST_DAYS_OFF_CHARACTERS = 4000
WRONG_DATE = "Enter a date, like 2027-01-11."


def date_field(label: str, description: str = "", *, needed: str = "") -> DateField:
    """Return a field for a day, which may stay empty unless `needed` asks for it."""
    return DateField(
        label,
        description=description,
        validators=[InputRequired(needed) if needed else Optional()],
        render_kw={"autocomplete": "off"},
    )


class CohortForm(BaseForm):
    """Name, goal, dates and rules of a cohort."""

    organisation = SelectField(
        "Organisation", validators=[InputRequired("Choose an organisation.")]
    )
    name = StringField(
        "Name",
        description="Learners see it, for example: Evening class, spring 2027.",
        validators=[
            InputRequired("Enter a name."),
            Length(max=WORD_LENGTH, message="This name is too long."),
        ],
        render_kw={"autocomplete": "off"},
    )
    goal = SelectField("Goal", validators=[InputRequired("Choose a goal.")])
    language = SelectField("Main language", validators=[Optional()])
    starts_on = date_field("First day", "Optional.")
    ends_on = date_field("Last day", "Optional. The teaching plan reaches until then.")
    hours_per_week = NumberField(
        "Hours of teaching a week",
        message="Enter a number of hours from 0.5 to 80.",
        least=0.5,
        most=80,
        description="Optional.",
    )
    days_off = TextAreaField(
        "Days off",
        description="Optional. One line each, like 15 February 2027 to 28 February 2027.",
        validators=[Length(max=MOST_DAYS_OFF_CHARACTERS, message="This is too long.")],
        render_kw={"rows": 4},
    )
    shows_band = BooleanField("Let learners see where the group as a whole is")

    def offer(
        self,
        organisations: Sequence[Organisation],
        goals: Iterable[Goal],
        languages: Iterable[Language],
    ) -> None:
        """Offer organisations, goals and languages."""
        self.organisation.choices = [
            SelectChoice(one.key, one.name) for one in organisations
        ]
        if len(organisations) == 1 and not self.organisation.data:
            self.organisation.data = organisations[0].key
        self.goal.choices = [SelectChoice(one.key, one.name) for one in goals]
        self.language.choices = [
            SelectChoice("", "No language in particular"),
            *(SelectChoice(one.pack, one.words) for one in languages),
        ]

    def validate_days_off(self, field: TextAreaField) -> None:
        """Refuse lines that are no days."""
        try:
            read_days_off(field.data or "")
        except NotValid as error:
            raise ValidationError(str(error)) from error

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a last day before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day is before the first.")


class CopyForm(BaseForm):
    """The next intake: what it is called, and when it begins."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Enter a name."),
            Length(max=WORD_LENGTH, message="This name is too long."),
        ],
        render_kw={"autocomplete": "off"},
    )
    starts_on = date_field(
        "First day",
        "Optional. With it, last day, days off and checks move by the same number of days.",
    )
