"""What a person may say about training. Everything is optional; a mistake is named and nothing is lost."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import AnyOf, InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.catalogue.funding import Funding
from quiz.catalogue.training_routes import LearningStyle
from quiz.sittings.assessment.languages import Language
from quiz.training.preferences import (
    Background,
    Currency,
    DegreeWish,
    SupportQuestion,
    TrainingPreferences,
)
from quiz.web.form_fields import AmountField, NumberField
from quiz.web.forms import BaseForm

HOURS_IN_WEEK = 80
MOST_BUDGET = 1_000_000
LEAST_PLAN_HOURS = 2
#: a date farther away than this is a slip of the pen
MOST_YEARS = 15
#: the value of a country that is not in the list
ELSEWHERE = "elsewhere"

YES_OR_NO = {"yes": "Yes", "no": "No"}
MUCH_OR_LITTLE = {"much": "Much", "some": "Some", "little": "Little"}
STYLE_VALUES = {"much": 1.0, "some": 0.5, "little": 0.0}
NOT_GIVEN = "Not given"


def _choice_field(label: str, words: Mapping[str, str]) -> RadioField:
    """Return a question with these answers, by value, that may be left open."""
    return RadioField(
        label,
        choices=[
            SelectChoice("", NOT_GIVEN),
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
        "Budget in all",
        message="Write the budget as an amount, for example 1,500, or leave it empty.",
        least=0,
        most=MOST_BUDGET,
    )


def _currency_field() -> SelectField:
    return SelectField(
        "Currency",
        choices=[SelectChoice(each.value, each.value) for each in Currency],
        default=Currency.EUR.value,
    )


class _BudgetMixin:
    """A budget whose currency may be typed with the amount: `€4,000`."""

    budget: AmountField
    currency: SelectField

    def read_currency(self) -> Currency:
        """Return the currency that was typed with the amount, else the chosen one."""
        return Currency(self.budget.typed_currency or self.currency.data)


class LimitsForm(Form, _BudgetMixin):
    """Hours and budget on the comparison itself: read from the address, changes nothing."""

    hours = _hours_field()
    budget = _budget_field()
    currency = _currency_field()

    def apply(self, preferences: TrainingPreferences) -> TrainingPreferences:
        """Return the preferences with what stands in the fields; a field with a mistake changes nothing."""
        self.validate()
        values: dict[str, Any] = {}
        if not self.hours.errors:
            values["hours"] = self.hours.data
        if not self.budget.errors and not self.currency.errors:
            values |= {"budget": self.budget.data, "currency": self.read_currency()}
        return preferences.model_copy(update=values)


class PreferencesForm(BaseForm, _BudgetMixin):
    """The short form before the comparison."""

    #: The day on which the form is read.
    today: date
    hours = _hours_field()
    budget = _budget_field()
    currency = _currency_field()
    ready_by = DateField("Ready by", validators=[Optional()])
    country = SelectField("Country where you would learn", validators=[Optional()])
    funding = SelectMultipleField(
        "Public money: tick what is true for you",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    degree = _choice_field(
        "A degree",
        {
            DegreeWish.NO: "I do not need one",
            DegreeWish.NICE: "It would be good",
            DegreeWish.MUST: "I need one",
        },
    )
    background = _choice_field(
        "What you have",
        {
            Background.OTHER: "No school-leaving certificate",
            Background.SCHOOL: "A school-leaving certificate",
            Background.TWO_YEARS: "Two years of higher education",
            Background.DEGREE: "A degree",
        },
    )
    is_adult = _choice_field("Are you 18 or over?", YES_OR_NO)
    style_structure = _choice_field("Fixed structure and dates", MUCH_OR_LITTLE)
    style_peers = _choice_field("Learning with others", MUCH_OR_LITTLE)
    style_mentor = _choice_field("Somebody who guides me", MUCH_OR_LITTLE)
    style_project = _choice_field("Building projects", MUCH_OR_LITTLE)
    style_theory = _choice_field("Theory and foundations", MUCH_OR_LITTLE)
    support_alone = _choice_field(
        "Have you finished a self-paced course before?", YES_OR_NO
    )
    support_reviewed = _choice_field(
        "Do you know somebody who would look at your code now and then?", YES_OR_NO
    )
    support_dates = _choice_field("Do you keep going without fixed dates?", YES_OR_NO)

    def validate_ready_by(self, field: DateField) -> None:
        """Refuse a day that has passed, or one that is too far away to mean anything."""
        if field.data is None:
            return
        if field.data <= self.today:
            raise ValidationError(
                "This day has passed. Choose a later one, or leave it empty."
            )
        if field.data > self.today + timedelta(days=365 * MOST_YEARS):
            raise ValidationError(
                "This day is too far away to plan for. Choose an earlier one."
            )

    def read_preferences(self, before: TrainingPreferences) -> TrainingPreferences:
        """Return what was said; prices that the person was told earlier are kept."""
        return TrainingPreferences(
            hours=self.hours.data,
            budget=self.budget.data,
            currency=self.read_currency(),
            ready_by=self.ready_by.data,
            degree=DegreeWish(self.degree.data) if self.degree.data else None,
            country=self.country.data or "",
            background=Background(self.background.data or ""),
            is_adult={"yes": True, "no": False}.get(self.is_adult.data or ""),
            style={
                style: STYLE_VALUES[self[f"style_{style}"].data]
                for style in LearningStyle
                if self[f"style_{style}"].data
            },
            support={
                question: self[f"support_{question}"].data == "yes"
                for question in SupportQuestion
                if self[f"support_{question}"].data
            },
            funding=tuple(self.funding.data or ()),
            told_prices=before.told_prices,
        )


def build_preferences_form(
    preferences: TrainingPreferences,
    countries: Sequence[str],
    fundings: Sequence[Funding],
    today: date,
) -> PreferencesForm:
    """Return the form filled in with what was said before."""
    words = {value: word for word, value in STYLE_VALUES.items()}
    yes_or_no = {True: "yes", False: "no", None: ""}
    form = PreferencesForm(
        data={
            "hours": preferences.hours,
            "budget": preferences.budget,
            "currency": preferences.currency.value,
            "ready_by": preferences.ready_by,
            "degree": preferences.degree or "",
            "country": preferences.country,
            "background": preferences.background,
            "is_adult": yes_or_no[preferences.is_adult],
            "funding": list(preferences.funding),
            **{
                f"style_{style}": words[value]
                for style, value in preferences.style.items()
            },
            **{
                f"support_{question}": yes_or_no[answer]
                for question, answer in preferences.support.items()
            },
        }
    )
    form.today = today
    form.country.choices = [
        SelectChoice("", NOT_GIVEN),
        *(SelectChoice(country, country) for country in countries),
        SelectChoice(ELSEWHERE, "Another country"),
    ]
    form.funding.choices = [
        SelectChoice(funding.id, f"{funding.place}: {funding.condition}")
        for funding in fundings
    ]
    return form


class ToldPriceForm(BaseForm):
    """What a person was told that a route costs."""

    price = AmountField(
        "What you were told it costs in all",
        message="Write the price as an amount, for example 1,500, or leave it empty.",
        least=0,
        most=MOST_BUDGET,
    )
    #: The currency of the person's budget.
    currency: Currency

    def validate_price(self, field: AmountField) -> None:
        """Ask for the currency of the budget, since currencies are never converted."""
        if field.typed_currency not in (None, self.currency):
            raise ValidationError(
                f"Write the price in {self.currency}, the currency of your budget."
            )


class TickForm(BaseForm):
    """A tick, or its removal, and whether the page showed all weeks."""

    learned = StringField(validators=[AnyOf(YES_OR_NO)])
    weeks = StringField()

    @property
    def is_learned(self) -> bool:
        """Whether the objective is ticked, not unticked."""
        return bool(self.learned.data == "yes")


class PlanForm(BaseForm):
    """How many hours a week a plan has, and from when."""

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
    language = SelectField("Language to learn in", validators=[Optional()])

    def read_hours_and_day(self) -> tuple[float, date]:
        """Return hours a week and first day of a form that was found valid."""
        if self.hours.data is None or self.begins.data is None:
            raise ValueError("the form was not checked")
        return self.hours.data, self.begins.data


def build_plan_form(
    languages: Sequence[Language],
    *,
    hours: float | None = None,
    begins: date | None = None,
    language: str | None = None,
) -> PlanForm:
    """Return the form with these suggestions, and the languages of the bank."""
    form = PlanForm(data={"hours": hours, "begins": begins, "language": language or ""})
    form.language.choices = [
        SelectChoice("", "Any"),
        *(SelectChoice(each.pack, each.name) for each in languages),
    ]
    return form
