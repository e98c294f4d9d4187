"""Email addresses: whether one can be one, and the one way in which it is stored."""

import email_validator
from email_validator import EmailNotValidError, validate_email

from quiz.errors import NotValid

# The library lets them be taken off, for networks that use such names: `ana@school.local`, `ana@lms.test`.
for _name in ("local", "localhost", "test"):
    if _name in email_validator.SPECIAL_USE_DOMAIN_NAMES:
        email_validator.SPECIAL_USE_DOMAIN_NAMES.remove(_name)


def normalise_email(typed: str) -> str:
    """Return an address in the one way it is stored: in small letters, without what means the same.

    No name server is asked. The part before the @ has ASCII characters alone: few servers take others.

    Raises
    ------
    NotValid
        When it cannot be an address.
    """
    try:
        found = validate_email(
            typed.strip(),
            check_deliverability=False,
            globally_deliverable=False,
            allow_smtputf8=False,
        )
    except EmailNotValidError as error:
        raise _wrong_form() from error
    # What begins like an encoded word stands for something else in the header of an email.
    if "=?" in found.local_part:
        raise _wrong_form()
    return found.normalized.lower()


def _wrong_form() -> NotValid:
    return NotValid("Enter an email address in the right form, like name@example.com.")
