"""What a person types on the pages of their account."""

from collections.abc import Sequence

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from quiz.core.db import WORD_LENGTH
from quiz.credentials.passwords.policy import (
    ADVISED_CHARACTERS,
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    PasswordFault,
    find_fault,
)
from quiz.web.forms import BaseForm

FAULT_SENTENCES = {
    PasswordFault.TOO_SHORT: f"Choose a password of at least {MIN_CHARACTERS} characters.",
    PasswordFault.TOO_LONG: f"Choose a password of at most {MAX_CHARACTERS} characters.",
    PasswordFault.COMMON: "Many people use this password, so it is among the first to be tried. Choose another one.",
    PasswordFault.PATTERN: "This password repeats itself or follows the keyboard. Choose one that is harder to guess.",
    PasswordFault.CONTEXT: "This password is too close to your name, your email address or the name of this site."
    " Choose another one.",
}


def new_password_field(label: str = "New password") -> PasswordField:
    """Return a field for a password that is chosen now."""
    return PasswordField(
        label,
        description=f"At least {MIN_CHARACTERS} characters; {ADVISED_CHARACTERS} or more are better. A few words in a"
        " row are easy to remember and hard to guess. You can paste it.",
        validators=[InputRequired("Choose a password.")],
        render_kw={"autocomplete": "new-password"},
    )


def current_password_field(
    label: str, *, missing: str = "Enter your password."
) -> PasswordField:
    """Return a field for a password that somebody has; `missing` is said when it is empty."""
    return PasswordField(
        label,
        validators=[
            InputRequired(missing),
            Length(max=MAX_CHARACTERS, message="Your password is shorter than that."),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class NewPasswordForm(BaseForm):
    """A password for somebody who has shown by other means who they are."""

    password = new_password_field()

    def is_acceptable(self, context: Sequence[str]) -> bool:
        """Say whether the form is complete and the password good enough, given what is known of the person."""
        if not self.validate_on_submit():
            return False
        fault = find_fault(self.password.data or "", context)
        if fault is not None:
            self.password.errors = [FAULT_SENTENCES[fault]]
        return fault is None


class ChangePasswordForm(NewPasswordForm):
    """The present password and the new one."""

    current = current_password_field(
        "Current password", missing="Enter your current password."
    )

    def reject_current(self) -> None:
        """Say that the current password is wrong."""
        self.current.errors = ["This is not your current password."]


class NameForm(BaseForm):
    """What the person wants to be called."""

    name = StringField(
        "Name",
        description="Optional. It is shown to you and to instructors of your group.",
        validators=[Length(max=WORD_LENGTH, message="This name is too long.")],
        render_kw={"autocomplete": "name"},
    )
