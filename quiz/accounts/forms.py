"""What a person may type to be known again."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from quiz.core.keys import CODE_CHARACTERS
from quiz.web.forms import BaseForm

MAX_TYPED_CHARACTERS = 40


class ResumeForm(BaseForm):
    """The code from another device."""

    code = StringField(
        "Transfer code from the other device",
        description=f"{CODE_CHARACTERS} letters and digits; spaces and hyphens do not matter.",
        validators=[InputRequired("Enter the code."), Length(max=MAX_TYPED_CHARACTERS)],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )
    #: Said on the page that asks whether both sets of answers are one person's.
    join = BooleanField("Combine both")
