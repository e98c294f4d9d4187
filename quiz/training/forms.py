"""What a person may say of training. Everything is optional; a mistake is named and nothing is lost."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from quiz.catalogue.training_routes import LearningStyle
from quiz.training.preferences import (
    SUPPORT,
    Background,
    Degree,
    Support,
    TrainingPreferences,
)
from quiz.web.form_fields import AmountField, NumberField
from quiz.web.forms import BaseForm

HOURS_IN_WEEK = 80
MOST_BUDGET = 1_000_000
LEAST_PLAN_HOURS = 2
#: a date farther away than this is a slip of the pen
MOST_YEARS = 15

STYLE_WORDS: dict[LearningStyle, str] = {
    LearningStyle.STRUCTURE: "Fixed structure and dates",
    LearningStyle.PEERS: "Learning with others",
    LearningStyle.MENTOR: "Somebody who guides me",
    LearningStyle.PROJECT: "Building projects",
    LearningStyle.THEORY: "Theory and foundations",
}
YES_OR_NO = {"yes": "Yes", "no": "No"}
MUCH_OR_LITTLE = {"much": "Much", "some": "Some", "little": "Little"}
STYLE_VALUES = {"much": 1.0, "some": 0.5, "little": 0.0}
SUPPORT_WORDS: dict[Support, str] = {
    "alone": "Have you finished a self-paced course before?",
    "reviewed": "Do you know somebody who would look at your code now and then?",
    "dates": "Do you keep going without fixed dates?",
}


def _choice_field(label: str, words: Mapping[str, str]) -> RadioField:
    """Return a question with these answers, by value, that may be left open."""
    return RadioField(
        label,
        choices=[
            SelectChoice("", "Not said"),
            *(SelectChoice(value, word) for value, word in words.items()),
        ],
        default="",
        validators=[Optional()],
    )


def _hours_field() -> NumberField:
    return NumberField(
        "Hours a week",
        message=f"Write the hours as a number from 1 to {HOURS_IN_WEEK}, or leave it empty.",
        least=1,
        most=HOURS_IN_WEEK,
    )


def _budget_field() -> AmountField:
    return AmountField(
        "Budget in EUR",
        message="Write the budget as a number of EUR, or leave it empty.",
        least=0,
        most=MOST_BUDGET,
    )


class LimitsForm(Form):
    """Hours and budget on the comparison itself: read from the address, changes nothing."""

    hours = _hours_field()
    budget = _budget_field()


class PreferencesForm(BaseForm):
    """The short form before the comparison."""

    #: The day on which the form is read.
    today: date
    hours = _hours_field()
    budget = _budget_field()
    ready_by = DateField("Ready by", validators=[Optional()])
    degree = _choice_field(
        "A degree",
        {"no": "I need none", "nice": "It would be good", "must": "I need one"},
    )
    country = SelectField("Country where you would learn", validators=[Optional()])
    background = _choice_field(
        "What you have",
        {
            "other": "No school-leaving certificate",
            "school": "A school-leaving certificate",
            "degree": "A degree",
        },
    )
    is_adult = _choice_field("Are you 18 or older?", YES_OR_NO)

    def validate_ready_by(self, field: DateField) -> None:
        """Refuse a day that has gone by, or one that is too far away to mean anything."""
        today = self.today
        if field.data is None:
            return
        if field.data <= today:
            raise ValidationError(
                "This day has gone by. Choose a later one, or leave it empty."
            )
        if field.data > today + timedelta(days=365 * MOST_YEARS):
            raise ValidationError(
                "This day is too far away to plan for. Choose an earlier one."
            )

    def read_preferences(self) -> TrainingPreferences:
        """Return what was said."""
        adult = {"yes": True, "no": False}.get(self.is_adult.data or "")
        return TrainingPreferences(
            hours=self.hours.data,
            budget=self.budget.data,
            ready_by=self.ready_by.data,
            degree=cast("Degree | None", self.degree.data or None),
            country=self.country.data or "",
            background=cast("Background", self.background.data or ""),
            is_adult=adult,
            style={
                name: STYLE_VALUES[self[f"style_{name}"].data]
                for name in LearningStyle
                if self[f"style_{name}"].data
            },
            support={
                name: self[f"support_{name}"].data == "yes"
                for name in SUPPORT
                if self[f"support_{name}"].data
            },
        )


for _style, _words in STYLE_WORDS.items():
    setattr(PreferencesForm, f"style_{_style}", _choice_field(_words, MUCH_OR_LITTLE))
for _support, _words in SUPPORT_WORDS.items():
    setattr(PreferencesForm, f"support_{_support}", _choice_field(_words, YES_OR_NO))


def build_preferences_form(
    wishes: TrainingPreferences, countries: list[str], today: date
) -> PreferencesForm:
    """Return the form with what was said before, and the countries for which a price is known."""
    words = {value: word for word, value in STYLE_VALUES.items()}
    said: dict[str, Any] = {
        "hours": wishes.hours,
        "budget": wishes.budget,
        "ready_by": wishes.ready_by,
        "degree": wishes.degree or "",
        "country": wishes.country,
        "background": wishes.background,
        "is_adult": ""
        if wishes.is_adult is None
        else "yes"
        if wishes.is_adult
        else "no",
        **{f"style_{name}": words[value] for name, value in wishes.style.items()},
        **{
            f"support_{name}": "yes" if value else "no"
            for name, value in wishes.support.items()
        },
    }
    form = PreferencesForm(data=said)
    form.today = today
    form.country.choices = [
        SelectChoice("", "Not said"),
        *(SelectChoice(one, one) for one in countries),
        SelectChoice("elsewhere", "Another country"),
    ]
    return form


class PlanForm(BaseForm):
    """With how many hours a plan is made, and from when."""

    hours = NumberField(
        "Hours a week",
        message=f"Write the hours as a number from {LEAST_PLAN_HOURS} to {HOURS_IN_WEEK}.",
        least=LEAST_PLAN_HOURS,
        most=HOURS_IN_WEEK,
        needed="Write how many hours a week you have.",
    )
    begins = DateField(
        "First day", validators=[InputRequired("Choose the first day of the plan.")]
    )

    def said(self) -> tuple[float, date]:
        """Return hours a week and first day of a form that was found right."""
        if self.hours.data is None or self.begins.data is None:
            raise ValueError("the form was not checked")
        return self.hours.data, self.begins.data
