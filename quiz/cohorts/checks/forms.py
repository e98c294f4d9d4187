"""What instructors type about a check."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.cohorts.calendar_days import make_moment
from quiz.cohorts.models import CheckPurpose
from quiz.core.db import WORD_LENGTH
from quiz.errors import NotValid
from quiz.sittings.enums import SittingLength
from quiz.web.forms import BaseForm

PURPOSES = {
    CheckPurpose.ENTRY: "Entry: before the course",
    CheckPurpose.MIDDLE: "In between",
    CheckPurpose.EXIT: "Exit: after the course",
    CheckPurpose.OTHER: "Something else",
}
LENGTHS = {
    SittingLength.QUICK: "Quick",
    SittingLength.STANDARD: "Standard",
    SittingLength.THOROUGH: "Thorough",
}


class CheckForm(BaseForm):
    """Name, purpose, scope and dates of a check, in the time zone of the organisation."""

    name = StringField(
        "Name",
        description="Learners see it, for example: Entry assessment.",
        validators=[
            InputRequired("Enter a name."),
            Length(max=WORD_LENGTH, message="This name is too long."),
        ],
        render_kw={"autocomplete": "off"},
    )
    purpose = SelectField(
        "What it is for",
        choices=[SelectChoice(word.value, text) for word, text in PURPOSES.items()],
    )
    length = SelectField("Length", default=SittingLength.STANDARD.value)
    areas = SelectMultipleField(
        "Areas",
        description="Tick none to ask about all areas of the goal.",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    opens_on = DateField(
        "Opens on", validators=[InputRequired("Enter the day on which it opens.")]
    )
    opens_time = TimeField(
        "Opens at", validators=[InputRequired("Enter the time at which it opens.")]
    )
    closes_on = DateField(
        "Closes on", validators=[InputRequired("Enter the day on which it closes.")]
    )
    closes_time = TimeField(
        "Closes at", validators=[InputRequired("Enter the time at which it closes.")]
    )
    is_supervised = BooleanField(
        "Somebody watches while it is taken. Results say “supervised”."
    )

    def offer(
        self, areas: Iterable[tuple[str, str]], lengths: Sequence[tuple[str, str]]
    ) -> None:
        """Offer the areas of the goal (key, name) and the lengths (word, text)."""
        self.areas.choices = [SelectChoice(key, name) for key, name in areas]
        self.length.choices = [SelectChoice(word, text) for word, text in lengths]

    def validate_closes_on(self, _field: DateField) -> None:
        """Refuse to close before it opens."""
        moments = (
            self.opens_on.data,
            self.opens_time.data,
            self.closes_on.data,
            self.closes_time.data,
        )
        if all(one is not None for one in moments) and moments[2:] <= moments[:2]:
            raise ValidationError("It closes before it opens.")

    def read_opening(self, zone: ZoneInfo) -> datetime:
        """Return when it opens."""
        return _join_fields(self.opens_on, self.opens_time, zone)

    def read_closing(self, zone: ZoneInfo) -> datetime:
        """Return when it closes."""
        return _join_fields(self.closes_on, self.closes_time, zone)


def _join_fields(day: DateField, clock_time: TimeField, zone: ZoneInfo) -> datetime:
    if day.data is None or clock_time.data is None:
        raise NotValid("Enter a day and a time.")
    return make_moment(day.data, clock_time.data, zone)
