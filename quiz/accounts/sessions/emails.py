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

    No name server is asked.

    Raises
    ------
    NotValid
        When it cannot be an address.
    """
    try:
        found = validate_email(
            typed.strip(), check_deliverability=False, globally_deliverable=False
        )
    except EmailNotValidError as error:
        raise NotValid(
            "Enter an email address in the right form, like name@example.com."
        ) from error
    return found.normalized.lower()
