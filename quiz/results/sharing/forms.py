"""The name on a result, and for how long anybody who has a link may read it."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import InputRequired, Length

from quiz.web.forms import BaseForm

MOST_NAME = 40
SHARE_DAYS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"))


class ResultNameForm(BaseForm):
    """A name or nickname on a result."""

    name = StringField(
        "Name or nickname",
        description="Shown on the result, on the report and to everyone you share the result with. Leave it empty for none.",
        validators=[
            Length(max=MOST_NAME, message=f"Write at most {MOST_NAME} characters.")
        ],
    )


class ShareForm(BaseForm):
    """How long a link works."""

    days = RadioField(
        "How long should the link work?",
        choices=[SelectChoice(value, label) for value, label in SHARE_DAYS],
        default="30",
        validators=[InputRequired("Choose how long the link should work.")],
    )
