"""A note about a member."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from quiz.web.forms import BaseForm

MOST_CHARACTERS = 2000


class NoteForm(BaseForm):
    """What an instructor writes; the member can read it."""

    text = TextAreaField(
        "Note",
        description="The learner can read it on the page of the group.",
        validators=[
            DataRequired("Write something."),
            Length(max=MOST_CHARACTERS, message="Write at most 2,000 characters."),
        ],
        render_kw={"rows": 4},
    )
