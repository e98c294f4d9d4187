"""What instructors type about one entry of a roster."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from quiz.accounts.sessions.emails import normalise_email
from quiz.accounts.sessions.models import EMAIL_LENGTH
from quiz.cohorts.checks.queries import MOST_EXTRA_DAYS
from quiz.core.db import WORD_LENGTH
from quiz.errors import NotValid
from quiz.web.form_fields import NumberField
from quiz.web.forms import BaseForm

TOO_LONG = "This is too long."


class MemberForm(BaseForm):
    """Name, number, address and group of somebody, and more time."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Enter a name."),
            Length(max=WORD_LENGTH, message=TOO_LONG),
        ],
        render_kw={"autocomplete": "off"},
    )
    external_id = StringField(
        "Student number",
        description="Optional. The number by which your school knows them.",
        validators=[Length(max=WORD_LENGTH, message=TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        "Email address",
        description="Optional. Needed for invitations and reminders.",
        validators=[Length(max=EMAIL_LENGTH, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    group_name = StringField(
        "Group",
        description="Optional, for example: Group A.",
        validators=[Length(max=WORD_LENGTH, message=TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )
    extra_days = NumberField(
        "Extra days",
        message=f"Enter a number of days from 0 to {MOST_EXTRA_DAYS}.",
        least=0,
        most=MOST_EXTRA_DAYS,
        description="All checks of this cohort close so many days later for this person.",
    )

    def reject_double(self) -> None:
        """Say that somebody else has the number or the address."""
        self.external_id.errors = [
            "Somebody else in this cohort has this number or this email address."
        ]

    def read_email(self) -> str | None:
        """Return the address as it is stored, None for none; an error at the field when it is no address.

        Raises
        ------
        NotValid
            When it is no address.
        """
        if not self.email.data:
            return None
        try:
            return normalise_email(self.email.data)
        except NotValid as error:
            self.email.errors = [str(error)]
            raise
