"""What a person may send while taking the quiz.

What an answer may hold depends on its question, so its fields are read by `bank.given` and checked by
`bank.marking`; the form carries the page's token and the error to show.
"""

from collections.abc import Sequence

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.validators import Length as LengthOf

from quiz.assess.plan import Length
from quiz.sittings.languages import Language
from quiz.web.forms import BaseForm

MAX_TOKEN = 80
MAX_NOTE = 1000
#: Lengths offered at the start; "settle" begins from a result.
LENGTHS: tuple[Length, ...] = ("quick", "standard", "thorough")


class StartForm(BaseForm):
    """How thorough a sitting is to be."""

    goal = HiddenField(validators=[InputRequired(), LengthOf(max=MAX_TOKEN)])
    language = SelectField(
        "Your main language",
        description=(
            "Python and JavaScript are assessed in full. Of the others the reading of short programs"
            " is assessed, and questions for everyone carry the rest."
        ),
        validators=[Optional()],
    )
    length = RadioField(
        "How long shall it be?",
        choices=[SelectChoice(length, length.capitalize()) for length in LENGTHS],
        default="standard",
        validators=[InputRequired("Choose how long it should be.")],
    )


def start_form(languages: Sequence[Language], **data: str) -> StartForm:
    """Return the form with the languages that the bank has questions in."""
    form = StartForm(data=data or None)
    form.language.choices = [
        SelectChoice("", "None of these: questions for everyone"),
        *(SelectChoice(one.pack, one.words) for one in languages),
    ]
    return form


class AnswerForm(BaseForm):
    """One showing of a question: the token names it."""

    token = HiddenField(validators=[InputRequired(), LengthOf(max=MAX_TOKEN)])
    answer = StringField("Your answer")

    def refuse(self, message: str) -> None:
        """Show `message` at the answer."""
        self.answer.errors = [message]


class FlagForm(BaseForm):
    """Something is wrong with a question."""

    kind = RadioField(
        "What is it?",
        choices=[
            SelectChoice("key", "No answer is right, or more than one is"),
            SelectChoice("unclear", "I cannot tell what is asked"),
            SelectChoice("outdated", "It was true once"),
            SelectChoice("look", "It does not show as it should"),
            SelectChoice("other", "Something else"),
        ],
        validators=[InputRequired("Choose what is wrong.")],
    )
    note = TextAreaField(
        "In your words (optional)",
        description="Please write nothing about yourself: the report is kept without your name.",
        validators=[
            LengthOf(max=MAX_NOTE, message=f"Write at most {MAX_NOTE} characters.")
        ],
    )
