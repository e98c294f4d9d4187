"""What a person types to be sent a link, and after following one."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from quiz.accounts.sessions.emails import normalise_email
from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.errors import NotValid
from quiz.web.forms import BaseForm


def email_field(autocomplete: str = "email") -> StringField:
    """Return a field for one's own email address; `autocomplete` is `username` where it is the name of an account."""
    return StringField(
        "Email address",
        validators=[
            InputRequired("Enter your email address."),
            Length(max=EMAIL_LENGTH, message="This email address is too long."),
        ],
        render_kw={
            "type": "email",
            "autocomplete": autocomplete,
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class EmailForm(BaseForm):
    """The address that a link is sent to."""

    email = email_field()

    def read_address(self) -> str | None:
        """Return the address in the one way it is stored; None, with an error at the field, when it is none."""
        if not self.validate_on_submit():
            return None
        try:
            return normalise_email(self.email.data or "")
        except NotValid as error:
            self.email.errors = [str(error)]
            return None
