"""What a person may send while taking the quiz.

What an answer may hold depends on its question, so its fields are read by `bank.given` and checked by
`bank.marking`; the form carries the page's token and the error to show.
"""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.validators import Length as LengthOf

from quiz.assess.plan import Length
from quiz.web.forms import BaseForm

MAX_TOKEN = 80
MAX_NOTE = 1000
#: Lengths offered at the start; "settle" begins from a result.
LENGTHS: tuple[Length, ...] = ("quick", "standard", "thorough")


class StartForm(BaseForm):
    """How thorough a sitting is to be."""

    goal = HiddenField(validators=[InputRequired(), LengthOf(max=MAX_TOKEN)])
    length = RadioField(
        "How long shall it be?",
        choices=[SelectChoice(length, length.capitalize()) for length in LENGTHS],
        default="standard",
        validators=[InputRequired("Choose how long it should be.")],
    )


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
