"""What people type to join a cohort."""

from collections.abc import Sequence

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.accounts.sessions.sign_in_names import normalise_sign_in_name
from quiz.core.db import WORD_LENGTH
from quiz.credentials.account.forms import FAULT_SENTENCES, new_password_field
from quiz.credentials.passwords.policy import find_fault
from quiz.errors import NotValid
from quiz.web.forms import BaseForm

MOST_CODE_CHARACTERS = 60
NEW_ENTRY = "new"
#: Ways to be known from now on.
SIGNED_IN, NEW_ACCOUNT, THIS_BROWSER = "signed-in", "account", "browser"
#: How long a new way to join works, in days.
LIFETIMES = (1, 7, 14, 30, 90)


class CodeEntryForm(BaseForm):
    """A code from the board or from a slip of paper."""

    code = StringField(
        "Code",
        description="Capitals, spaces and hyphens do not matter.",
        validators=[
            InputRequired("Enter the code."),
            Length(max=MOST_CODE_CHARACTERS, message="The code is shorter than that."),
        ],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )

    def reject(self) -> None:
        """Say that there is no such code, and not why."""
        self.code.errors = [
            "This code does not work. It may be mistyped, expired or turned off."
        ]


class WhoForm(BaseForm):
    """Who somebody says they are."""

    name = StringField(
        "Your name",
        description="As your instructor knows you.",
        validators=[
            InputRequired("Enter your name."),
            Length(max=WORD_LENGTH, message="This name is too long."),
        ],
        render_kw={"autocomplete": "name"},
    )
    number = StringField(
        "Student number or email address",
        description="Optional. With it we find your place on the list, if there is one.",
        validators=[Length(max=EMAIL_LENGTH, message="This is too long.")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class JoinForm(BaseForm):
    """Confirms who somebody is, how they are known from now on, and that they agree."""

    name = HiddenField(validators=[Length(max=WORD_LENGTH)])
    number = HiddenField(validators=[Length(max=EMAIL_LENGTH)])
    entry = RadioField(
        "Who are you?", validators=[InputRequired("Choose who you are.")]
    )
    way = RadioField(
        "How do you want to come back?", validators=[InputRequired("Choose one.")]
    )
    sign_in_name = StringField(
        "Sign-in name",
        description="3 to 40 letters and digits, no spaces. Others cannot see it, except instructors.",
        render_kw={
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
    password: PasswordField = new_password_field("Password")
    agrees = BooleanField(
        "I have read what instructors see, and I want to join",
        validators=[InputRequired("Tick this to join.")],
    )

    def offer(self, entries: Sequence[tuple[str, str]], ways: Sequence[str]) -> None:
        """Offer entries of the roster (key, words) and ways to be known; the first way is chosen at first."""
        self.entry.choices = [SelectChoice(key, words) for key, words in entries]
        self.way.choices = [SelectChoice(way, way) for way in ways]
        if len(entries) == 1 and not self.entry.data:
            self.entry.data = entries[0][0]
        if not self.way.data:
            self.way.data = ways[0]
        # Asked for by `is_account_acceptable` where somebody chooses an account.
        self.password.validators = ()

    def reject_sign_in_name(self) -> None:
        """Say that the name is taken."""
        self.sign_in_name.errors = ["Somebody uses this sign-in name. Add a digit."]

    def explain_entry(self) -> None:
        """Say what happened where somebody chose an entry that is no longer offered."""
        if self.entry.errors and self.entry.data:
            self.entry.errors = [
                "Somebody has joined under this name in the meantime. Ask your instructor."
            ]
            self.entry.data = None

    def is_account_acceptable(self, context: Sequence[str]) -> bool:
        """Say whether sign-in name and password will do; the errors are at the fields."""
        try:
            name = normalise_sign_in_name(self.sign_in_name.data or "")
        except NotValid as error:
            self.sign_in_name.errors = [str(error)]
            return False
        fault = find_fault(self.password.data or "", [*context, name])
        if fault is not None:
            self.password.errors = [FAULT_SENTENCES[fault]]
        return fault is None

    def read_sign_in_name(self) -> str:
        """Return the sign-in name as it is stored."""
        return normalise_sign_in_name(self.sign_in_name.data or "")


class LifetimeForm(BaseForm):
    """How long a new way to join works."""

    days = SelectField(
        "Works for",
        choices=[
            SelectChoice(str(days), f"{days} day" if days == 1 else f"{days} days")
            for days in LIFETIMES
        ],
        default="14",
    )


class SharingForm(BaseForm):
    """What a member shares beside the checks of the cohort."""

    answers = BooleanField("Let instructors read my single answers in the checks")
    sittings = SelectMultipleField(
        "Earlier assessments that instructors may see",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
