"""What a person hands in: the text of an advert or a file, corrections, and the name of a goal."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    Field,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from quiz.adverts.parsing.lexicon import Row
from quiz.goals.forms import MOST_NAME
from quiz.web.forms import BaseForm

MOST_ADVERTS = 5
NEED = "need_"
NEEDS = (
    ("required", "Required"),
    ("nice", "Nice to have"),
    ("excluded", "Excluded"),
    ("", "Not asked for"),
)


class AdvertForm(BaseForm):
    """An advert, pasted or as a file."""

    text = TextAreaField("The text of the advert", render_kw={"rows": 14})
    file = FileField(
        "Or a file",
        description="Text, Markdown, HTML or PDF.",
        render_kw={"accept": ".txt,.md,.html,.htm,.pdf"},
    )


class ChoiceField(SelectField):
    """A select whose error says which one it is: a page of adverts has dozens."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not among the choices."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(
                f"{self.label.text}: choose one of the options in the list."
            ) from None


class TextsField(Field):
    """Several texts under one name, as hidden inputs send them."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the texts in their order."""
        self.data = [str(value) for value in valuelist]


class CorrectionForm(BaseForm):
    """The adverts read so far, what was corrected, and the name of the goal; fields for rows are added."""

    kept = TextsField()
    level = ChoiceField(
        "Level",
        choices=[
            SelectChoice("junior", "Junior"),
            SelectChoice("confirmed", "Mid-level"),
            SelectChoice("senior", "Senior"),
        ],
        validators=[Optional()],
    )
    added = ChoiceField(
        "Something is missing? Add it as required", validators=[Optional()]
    )
    name = StringField(
        "Name of the goal",
        validators=[
            Length(
                max=MOST_NAME,
                message=f"Name of the goal: write at most {MOST_NAME} characters.",
            )
        ],
    )

    def read_needs(self) -> dict[str, str]:
        """Return the need chosen for each row, "" for one that is not asked for; nothing of a field with an error."""
        chosen = {
            name.removeprefix(NEED): field.data or ""
            for name, field in self._fields.items()
            if name.startswith(NEED) and field.raw_data and not field.errors
        }
        added = "" if self.added.errors else self.added.data
        return chosen | ({added: "required"} if added else {})

    def read_level(self) -> str:
        """Return the level chosen, "" without one or with an error."""
        return "" if self.level.errors else self.level.data or ""

    def read_texts(self) -> list[str]:
        """Return the adverts that were read before."""
        # Browsers send a form's line breaks as two characters.
        texts = [text.replace("\r\n", "\n") for text in self.kept.data or [] if text]
        return texts[:MOST_ADVERTS]


def build_correction_form(rows: Mapping[str, Row]) -> CorrectionForm:
    """Return the form with a field for each row; those that are not sent correct nothing."""

    class ForThisMatrix(CorrectionForm):
        """The form with a field for each row of the matrix."""

    for row in rows.values():
        setattr(
            ForThisMatrix,
            NEED + row.id,
            ChoiceField(
                row.name,
                choices=[SelectChoice(value, words) for value, words in NEEDS],
                validators=[Optional()],
            ),
        )
    form = ForThisMatrix()
    measured = sorted((row.name, row.id) for row in rows.values() if row.levels)
    form.added.choices = [
        SelectChoice("", "Nothing"),
        *(SelectChoice(id_, name) for name, id_ in measured),
    ]
    return form
