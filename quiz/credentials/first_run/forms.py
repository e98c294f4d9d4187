"""What the first administrator types."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.credentials.account.forms import NewPasswordForm

MAX_TOKEN_CHARACTERS = 200


class SetupForm(NewPasswordForm):
    """The token, and the account to be made."""

    token = PasswordField(
        "One-time token",
        description="It is in the file that ./trigpoint run names when it starts.",
        validators=[
            InputRequired("Enter the token."),
            Length(max=MAX_TOKEN_CHARACTERS, message="The token is shorter than that."),
        ],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        "Email address",
        validators=[
            InputRequired("Enter your email address."),
            Length(max=EMAIL_LENGTH, message="This email address is too long."),
        ],
        render_kw={
            "type": "email",
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )

    def reject_token(self) -> None:
        """Say that the token is wrong."""
        self.token.errors = ["This is not the token."]
