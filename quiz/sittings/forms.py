"""What a person may send while taking the quiz.

What an answer may hold depends on its question, so its fields are read and checked by `bank.answers`;
the form carries the page's token and the error to show.
"""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional
from wtforms.validators import Length as LengthOf
from wtforms.widgets import HiddenInput

from quiz.catalogue.skills import Area
from quiz.measurement.assessment_plan import Length
from quiz.sittings.assessment.languages import Language
from quiz.sittings.enums import Confidence, ProblemKind, SittingLength
from quiz.web.form_fields import CountField
from quiz.web.forms import BaseForm

MAX_TOKEN = 80
MAX_NOTE = 1000
#: nobody practises one question more often
MOST_TURNS = 10_000
#: Lengths offered at the start; the other modes begin from a result.
LENGTHS: tuple[Length, ...] = ("quick", "standard", "thorough")


class StartForm(BaseForm):
    """How thorough a sitting is to be."""

    goal = HiddenField(validators=[InputRequired(), LengthOf(max=MAX_TOKEN)])
    language = SelectField(
        "Your main language",
        description=(
            "Python and JavaScript are assessed in full. For the other languages there are code-reading"
            " questions only; the rest of the questions do not depend on a language."
        ),
        validators=[Optional()],
    )
    asks_confidence = BooleanField("Ask me after each question how sure I am")
    afresh = BooleanField("Begin afresh, without my earlier results")
    #: Key of the open sitting that this one takes the place of.
    replaces = HiddenField(validators=[LengthOf(max=MAX_TOKEN)])
    length = RadioField(
        "How long should it be?",
        choices=[SelectChoice(length, length.capitalize()) for length in LENGTHS],
        default="standard",
        validators=[InputRequired("Choose how long it should be.")],
    )


#: What a person may claim of an area before the first question, as a level from 0 to 3.
CLAIMS = (
    ("0", "Nothing yet"),
    ("0.5", "A little"),
    ("1", "Junior"),
    ("2", "Mid-level"),
    ("3", "Senior"),
)


def build_start_form(
    languages: Sequence[Language], areas: Sequence[Area], **data: str
) -> StartForm:
    """Return the form with the languages that the bank has questions in, and a self-rating by area."""

    class WithClaims(StartForm):
        """The form with a field for each area of this bank."""

        def claimed(self) -> dict[str, float]:
            """Return the levels that were claimed, by area."""
            said = {area.id: self[f"claim_{area.id}"].data for area in areas}
            return {area: float(level) for area, level in said.items() if level}

    for area in areas:
        field = SelectField(
            area.name,
            choices=[
                SelectChoice("", "Not given"),
                *(SelectChoice(value, words) for value, words in CLAIMS),
            ],
            default="",
            validators=[Optional()],
        )
        setattr(WithClaims, f"claim_{area.id}", field)
    form = WithClaims(data=data or None)
    form.language.choices = [
        SelectChoice("", "None of these"),
        *(SelectChoice(one.pack, one.words) for one in languages),
    ]
    return form


class LengthForm(BaseForm):
    """A longer length to go on to."""

    length = HiddenField(
        validators=[InputRequired(), AnyOf([length.value for length in SittingLength])]
    )


CONFIDENCE = (
    (Confidence.SURE.value, "Sure"),
    (Confidence.THINK.value, "I think so"),
    (Confidence.GUESS.value, "A guess"),
)


class AnswerForm(Form):
    """One showing of a question: the token names it.

    The anti-forgery token is checked before every view, so this form, filled more often than any, leaves it alone.
    """

    confidence = HiddenField(validators=[Optional(), AnyOf(dict(CONFIDENCE))])
    token = HiddenField(validators=[InputRequired(), LengthOf(max=MAX_TOKEN)])
    #: What was given is read by `bank.answers`; the field carries what is wrong with it.
    answer = Field("Your answer")

    def reject_answer(self, message: str) -> None:
        """Show `message` at the answer."""
        self.answer.errors = [message]


class AnswerFilterForm(Form):
    """Which of the answers to show: read from the address, changes nothing."""

    area = SelectField("Area")
    sure = SelectField(
        "How sure you were",
        choices=[
            SelectChoice("", "All"),
            *(SelectChoice(value, words) for value, words in CONFIDENCE),
        ],
    )


def build_filter_form(
    areas: Mapping[str, str], address: MultiDict[str, str]
) -> AnswerFilterForm:
    """Return the form with these areas, names by key; what it does not offer shows all."""
    form = AnswerFilterForm(address)
    by_name = sorted(areas.items(), key=lambda one: one[1])
    form.area.choices = [
        SelectChoice("", "All"),
        *(SelectChoice(key, name) for key, name in by_name),
    ]
    if form.area.data not in areas:
        form.area.data = ""
    if form.sure.data not in dict(CONFIDENCE):
        form.sure.data = ""
    return form


class ProblemReportForm(BaseForm):
    """Something is wrong with a question."""

    kind = RadioField(
        "What is it?",
        choices=[
            SelectChoice(
                ProblemKind.KEY.value, "No answer is correct, or more than one is"
            ),
            SelectChoice(ProblemKind.UNCLEAR.value, "I cannot tell what is asked"),
            SelectChoice(ProblemKind.OUTDATED.value, "It is out of date"),
            SelectChoice(ProblemKind.LOOK.value, "It is not displayed properly"),
            SelectChoice(ProblemKind.OTHER.value, "Something else"),
        ],
        validators=[InputRequired("Choose what is wrong.")],
    )
    note = TextAreaField(
        "In your words (optional)",
        description="Please do not write anything about yourself. We store the report without your name.",
        validators=[
            LengthOf(max=MAX_NOTE, message=f"Write at most {MAX_NOTE} characters.")
        ],
    )


class PracticeForm(BaseForm):
    """One showing of a question to practise with."""

    question = HiddenField(validators=[InputRequired(), LengthOf(max=MAX_TOKEN)])
    turn = CountField(widget=HiddenInput(), validators=[NumberRange(0, MOST_TURNS)])
    answer = StringField("Your answer")

    def reject_answer(self, message: str) -> None:
        """Show `message` at the answer."""
        self.answer.errors = [message]
