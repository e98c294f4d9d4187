"""What a person may send about a booklet: what it is to be, and how it is printed."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.catalogue.goals import Goal
from quiz.catalogue.skills import Area
from quiz.core.db import WORD_LENGTH
from quiz.measurement.assessment_plan import STOPPING_RULES
from quiz.paper.presenters import DocumentKind, PaperSize, PrintOptions
from quiz.paper.shuffles import MOST_VERSIONS
from quiz.sittings.assessment.languages import Language
from quiz.web.form_fields import NumberField
from quiz.web.forms import BaseForm

#: A form of fewer questions says too little of anything.
FEWEST_QUESTIONS = 6
MOST_QUESTIONS = STOPPING_RULES["thorough"].max_items
#: A class; more would keep a processor busy for long.
MOST_SHEETS = 40
MOST_CODE = 40
MOST_BLANKS = 2000
#: Who the sheets are for.
ME, OTHERS = "me", "others"
TEST, COLLECTION = "test", "collection"


class WholeNumberField(NumberField):
    """A whole number that somebody types."""

    data: Any

    def _read(self, typed: str) -> float:
        number = super()._read(typed)
        if not number.is_integer():
            raise ValueError(self.message)
        return number

    def read_count(self) -> int:
        """Return the number."""
        return int(self.data)


def _count_field(label: str, least: int, most: int, default: int) -> WholeNumberField:
    """Return a field for a number of things, which has to be there."""
    message = f"Enter a whole number from {least} to {most}."
    return WholeNumberField(
        label,
        message=message,
        needed=message,
        least=least,
        most=most,
        default=default,
        description=f"{least} to {most}",
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class BookletForm(BaseForm):
    """What a booklet is to be; the goals, areas and languages there are come from `build_booklet_form`."""

    goal = SelectField("Goal", validators=[InputRequired("Choose a goal.")])
    kind = RadioField(
        "Which questions?",
        choices=[
            SelectChoice(TEST, "An assessment"),
            SelectChoice(COLLECTION, "All questions"),
        ],
        default=TEST,
    )
    questions = _count_field(
        "How many questions?", FEWEST_QUESTIONS, MOST_QUESTIONS, 24
    )
    areas = SelectMultipleField(
        "Only some areas",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    language = SelectField("Main language", validators=[Optional()])
    versions = _count_field("How many versions?", 1, MOST_VERSIONS, 1)
    whom = RadioField(
        "Who is going to take it?",
        choices=[SelectChoice(ME, "You"), SelectChoice(OTHERS, "Other people")],
        default=ME,
    )
    sheets = _count_field("How many answer sheets?", 1, MOST_SHEETS, 1)
    names = TextAreaField(
        "Names to print (optional)",
        description="One per line. A first name or initials will do. Sheets without a name have a line to write it on.",
        render_kw={"rows": 5},
    )

    def read_names(self) -> list[str | None]:
        """Return a name for each sheet; None for those without one."""
        names = [line.strip() for line in (self.names.data or "").splitlines()]
        listed: list[str | None] = [name for name in names if name]
        count = max(self.sheets.read_count(), len(listed))
        return [*listed, *[None] * (count - len(listed))]

    def validate_names(self, field: TextAreaField) -> None:
        """Refuse names that are too long, or too many."""
        lines = [line.strip() for line in (field.data or "").splitlines()]
        if any(len(line) > WORD_LENGTH for line in lines):
            raise ValidationError(f"Each name has at most {WORD_LENGTH} characters.")
        if sum(map(bool, lines)) > MOST_SHEETS:
            raise ValidationError(f"Enter at most {MOST_SHEETS} names.")


def build_booklet_form(
    goals: Sequence[Goal],
    areas: Sequence[Area],
    languages: Sequence[Language],
    **data: str,
) -> BookletForm:
    """Return the form with what there is to choose from."""
    form = BookletForm(data=data or None)
    form.goal.choices = [SelectChoice(goal.key, goal.name) for goal in goals]
    form.areas.choices = [SelectChoice(area.id, area.name) for area in areas]
    form.language.choices = [
        SelectChoice("", "None of these"),
        *(SelectChoice(one.pack, one.words) for one in languages),
    ]
    return form


class PrintForm(Form):
    """How a document is printed: read from the address, changes nothing; what it does not offer is left at its default."""

    contents = SelectField("What to print")
    size = SelectField(
        "Paper size",
        choices=[
            SelectChoice(PaperSize.A4.value, "A4"),
            SelectChoice(PaperSize.LETTER.value, "US Letter"),
        ],
        default=PaperSize.A4.value,
    )
    sides = SelectField(
        "Printed on",
        choices=[
            SelectChoice("2", "Both sides"),
            SelectChoice("1", "One side"),
        ],
        default="2",
    )


def build_print_form(address: MultiDict[str, str], *, is_test: bool) -> PrintForm:
    """Return the form with what a booklet has to print."""
    form = PrintForm(address)
    booklets = "Booklets and answer sheets" if is_test else "The questions"
    form.contents.choices = [
        SelectChoice(DocumentKind.BOOKLETS.value, booklets),
        SelectChoice(DocumentKind.ANNOTATED.value, "Questions with the key after each"),
        SelectChoice(DocumentKind.KEY.value, "Key with reasons, by itself"),
    ]
    offered = {
        form.contents: [kind.value for kind in DocumentKind],
        form.size: [size.value for size in PaperSize],
        form.sides: ["2", "1"],
    }
    for field, values in offered.items():
        if field.data not in values:
            field.data = values[0]
    return form


def read_print_options(form: PrintForm) -> PrintOptions:
    """Return what was chosen."""
    return PrintOptions(
        DocumentKind(form.contents.data),
        PaperSize(form.size.data),
        is_double_sided=form.sides.data == "2",
    )
