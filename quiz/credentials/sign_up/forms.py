"""What a person types to get an account."""

from datetime import date

from wtforms import StringField
from wtforms.validators import Optional

from quiz.credentials.account.forms import NewPasswordForm, new_password_field
from quiz.credentials.sign_up.age import is_plausible

NO_DATE = "Enter your date of birth in numbers, for example 31 3 1999."


def _number_field(label: str, autocomplete: str) -> StringField:
    return StringField(
        label,
        # What is missing is said once, for the three together.
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": autocomplete},
    )


class SignUpForm(NewPasswordForm):
    """A password and the date of birth, of which nothing but an answer is kept."""

    password = new_password_field("Password")
    day = _number_field("Day", "bday-day")
    month = _number_field("Month", "bday-month")
    year = _number_field("Year", "bday-year")

    def read_birth_date(self, today: date) -> date | None:
        """Return the date that was typed; None, with an error at the field, when it cannot be one."""
        born = _read_date(self.year.data, self.month.data, self.day.data)
        if born is None:
            self.day.errors = [NO_DATE]
            return None
        if not is_plausible(born, today):
            self.year.errors = ["Check the year of your date of birth."]
            return None
        return born

    def collect_date_errors(self) -> list[str]:
        """Return what is wrong with the three fields of the date, each sentence once."""
        found = [
            error
            for field in (self.day, self.month, self.year)
            for error in field.errors
        ]
        return list(dict.fromkeys(map(str, found)))


def _read_date(*parts: str | None) -> date | None:
    """Return the date of year, month and day as they were typed; None when there is no such day."""
    if not all(part and part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(*(int(part or "") for part in parts))
    except (ValueError, OverflowError):
        return None
