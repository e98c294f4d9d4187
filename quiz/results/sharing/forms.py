"""For how long a result may be read by anybody who has the link."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
)
from wtforms.validators import InputRequired

from quiz.web.forms import BaseForm

SHARE_DAYS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"))


class ShareForm(BaseForm):
    """How long a link works."""

    days = RadioField(
        "How long should the link work?",
        choices=[SelectChoice(value, label) for value, label in SHARE_DAYS],
        default="30",
        validators=[InputRequired("Choose how long the link should work.")],
    )
