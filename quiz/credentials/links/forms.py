"""What a person types to be sent a link, and after following one."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.web.forms import BaseForm


class EmailForm(BaseForm):
    """The address that a link is sent to."""

    email = StringField(
        "Email address",
        validators=[
            InputRequired("Enter your email address."),
            Length(max=EMAIL_LENGTH, message="This email address is too long."),
        ],
        render_kw={
            "type": "email",
            "autocomplete": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
