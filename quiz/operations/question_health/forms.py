"""What an administrator types to take a question out."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from quiz.core.db import WORD_LENGTH
from quiz.web.forms import BaseForm

MAX_REASON_CHARACTERS = 500


class QuarantineForm(BaseForm):
    """A question, and why it is not to be asked."""

    key = StringField(
        "Key of the question",
        validators=[
            InputRequired("Enter the key of the question."),
            Length(max=WORD_LENGTH, message="No question has a key as long as this."),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    why = StringField(
        "Reason",
        validators=[
            InputRequired("Enter a reason, for whoever looks at it later."),
            Length(max=MAX_REASON_CHARACTERS, message="This reason is too long."),
        ],
    )
