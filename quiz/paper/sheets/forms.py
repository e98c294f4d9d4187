"""What a person may send about a sheet: its code, and the answers on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from quiz.bank.types.shared.typed_answers import MAX_CHARACTERS
from quiz.paper.printed import PrintedQuestion, SheetBox
from quiz.web.form_fields import CountField
from quiz.web.forms import BaseForm

MOST_CODE = 40
MOST_BLANKS = 2000


class SheetCodeForm(BaseForm):
    """The code of a sheet."""

    code = StringField(
        "Code on the answer sheet",
        description="For example K7QM2-B-03",
        validators=[
            InputRequired("Enter the code that is printed on the sheet."),
            Length(max=MOST_CODE, message="This code is too long."),
        ],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


class SheetForm(BaseForm):
    """The answers on a sheet; `build_sheet_form` adds a field for each box."""

    taken_on = DateField("Taken on", validators=[InputRequired("Enter the date.")])
    #: How often its answers had been entered when the page was made.
    entries = CountField(widget=HiddenInput(), validators=[NumberRange(0, 10_000)])
    #: Names of the fields that were empty when the page asked about them.
    empties = HiddenField(validators=[Length(max=MOST_BLANKS)])
    #: The days between which it can have been taken.
    first_day: date
    last_day: date

    def validate_taken_on(self, field: DateField) -> None:
        """Refuse a day before it was printed, and one to come."""
        if field.data and field.data > self.last_day:
            raise ValidationError("This day is still to come.")
        if field.data and field.data < self.first_day:
            raise ValidationError("This day is before the booklet was made.")

    def read_texts(self) -> dict[str, str]:
        """Return what was typed, by the name of the field."""
        return {
            field.name: str(field.data or "")
            for field in self
            if isinstance(field, StringField) and field.name.startswith("a-")
        }


def build_sheet_form(
    printed: Sequence[PrintedQuestion], *, days: tuple[date, date], **data: Any
) -> SheetForm:
    """Return the form with a field for each box of the sheet."""

    class WithBoxes(SheetForm):
        """The form of one version."""

        first_day, last_day = days

    for question in printed:
        for box in question.boxes:
            setattr(WithBoxes, box.field, _box_field(box))
    return WithBoxes(data=data or None)


def _box_field(box: SheetBox) -> StringField:
    """Return the field of a box; its attributes tell the script what fits into it."""
    letters = len(box.box.texts)
    return StringField(
        box.label,
        validators=[
            Length(
                max=MAX_CHARACTERS,
                message=f"Type an answer of at most {MAX_CHARACTERS} characters.",
            )
        ],
        render_kw={
            "data-box": box.box.kind.value,
            "data-letters": letters,
            "data-count": box.box.count,
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": MAX_CHARACTERS,
        },
    )
