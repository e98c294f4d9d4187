"""What administrators type."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from quiz.core.db import WORD_LENGTH
from quiz.credentials.links.forms import EmailForm
from quiz.organisations.models import MemberRole, Organisation, SiteRoleName
from quiz.web.forms import BaseForm

MAX_SEARCH_CHARACTERS = 100


class SearchForm(BaseForm):
    """A part of a name or of an email address."""

    q = StringField(
        "Name or email address",
        validators=[Length(max=MAX_SEARCH_CHARACTERS, message="Search for less.")],
        render_kw={"type": "search", "autocomplete": "off"},
    )


class NewAccountForm(EmailForm):
    """The address of somebody who gets an account."""


class RoleForm(BaseForm):
    """A role to be given: one on the whole site, or instructor of an organisation."""

    role = SelectField("Role", validators=[InputRequired("Choose a role.")])

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Offer the roles of the site, and one in each organisation."""
        self.role.choices = [
            # Nothing is chosen beforehand, so that no role is given by a slip.
            SelectChoice("", "Choose a role"),
            *(SelectChoice(role.value, role.capitalize()) for role in SiteRoleName),
            *(
                SelectChoice(
                    f"{MemberRole.INSTRUCTOR}:{one.key}", f"Instructor of {one.name}"
                )
                for one in organisations
            ),
        ]

    def read_role(self) -> tuple[SiteRoleName | MemberRole, str]:
        """Return the role that was chosen, and the key of its organisation or nothing."""
        word, _, key = str(self.role.data).partition(":")
        return (MemberRole(word) if key else SiteRoleName(word)), key


def zone_field() -> StringField:
    """Return a field for a time zone; the browser completes it from a list."""
    return StringField(
        "Time zone",
        description="By its IANA name, for example Europe/Paris. Opening and closing times of checks are told in it.",
        validators=[InputRequired("Enter a time zone.")],
        render_kw={"autocomplete": "off", "list": "zones", "spellcheck": "false"},
    )


class ZoneForm(BaseForm):
    """The time zone of an organisation."""

    time_zone = zone_field()

    def validate_time_zone(self, field: StringField) -> None:
        """Refuse what is no time zone."""
        if field.data not in available_timezones():
            raise ValidationError("There is no such time zone. Choose one of the list.")


class OrganisationForm(ZoneForm):
    """The name of an organisation, and its time zone."""

    name = StringField(
        "Name",
        validators=[
            InputRequired("Enter the name of the organisation."),
            Length(max=WORD_LENGTH, message="This name is too long."),
        ],
        render_kw={"autocomplete": "organization"},
    )
