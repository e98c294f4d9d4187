"""What a person types to sign in."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.credentials.account.forms import current_password_field
from quiz.web.forms import BaseForm

MAX_CODE_CHARACTERS = 40
WRONG_CODE = "This code is not correct, or it was used before."


class SignInForm(BaseForm):
    """Email address or sign-in name, and password."""

    email = StringField(
        "Email address or sign-in name",
        validators=[
            InputRequired("Enter your email address or sign-in name."),
            Length(max=EMAIL_LENGTH, message="This is too long."),
        ],
        render_kw={
            # The browser's keyboard for addresses would refuse names, its text keyboard has both.
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
    password = current_password_field("Password")
    keep = BooleanField("Stay signed in on this device for 30 days")
    next = HiddenField()

    def reject(self) -> None:
        """Say that the two do not belong together, and not which of them is wrong."""
        self.password.errors = ["The sign-in name or the password is not correct."]


class ConfirmPasswordForm(BaseForm):
    """The password once more, before something sensitive."""

    password = current_password_field("Your password")
    #: Asked for where the account has a second step.
    code = StringField(
        "Code",
        description="Six digits from your app, or one of your recovery codes.",
        validators=[Length(max=MAX_CODE_CHARACTERS)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )
    next = HiddenField()

    def reject_password(self) -> None:
        """Say that the password is wrong."""
        self.password.errors = ["This is not your password."]

    def reject_code(self) -> None:
        """Say that the code is wrong."""
        self.code.errors = [WRONG_CODE]


class CodeForm(BaseForm):
    """The code of the second step."""

    code = StringField(
        "Code",
        description="Six digits from your app, or one of your recovery codes.",
        validators=[
            InputRequired("Enter the code."),
            Length(max=MAX_CODE_CHARACTERS, message="The code is shorter than that."),
        ],
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "text",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )

    def reject(self) -> None:
        """Say that the code is wrong."""
        self.code.errors = [WRONG_CODE]


class SetUpCodeForm(CodeForm):
    """The first code of an app that was just given the key."""

    def reject(self) -> None:
        """Say that the code is wrong, and what the reason may be."""
        self.code.errors = [
            "This code is not correct. Check that the clock of your device is right, then enter the code it shows now."
        ]
