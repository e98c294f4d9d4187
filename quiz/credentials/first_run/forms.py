"""What the first administrator types."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from quiz.credentials.account.forms import NewPasswordForm
from quiz.credentials.links.forms import email_field

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
    email = email_field("username")

    def reject_token(self) -> None:
        """Say that the token is wrong."""
        self.token.errors = ["This is not the token."]
