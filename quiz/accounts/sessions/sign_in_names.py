"""Names with which people without an email address sign in, and the one way in which a name is stored."""

import re
import unicodedata
from contextlib import suppress

from quiz.accounts.sessions.emails import normalise_email
from quiz.errors import NotValid

MIN_CHARACTERS, MAX_CHARACTERS = 3, 40
#: Letters of any script, digits, and a few signs between them. No `@`, so that no name is an email address.
_NAME = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?")


def normalise_sign_in_name(typed: str) -> str:
    """Return a name in the one way it is stored: in small letters, composed.

    Raises
    ------
    NotValid
        When it cannot be a name.

    Examples
    --------
    >>> normalise_sign_in_name(" Zoë.K ")
    'zoë.k'
    """
    name = unicodedata.normalize("NFKC", typed.strip()).lower()
    if not MIN_CHARACTERS <= len(name) <= MAX_CHARACTERS or not _NAME.fullmatch(name):
        raise NotValid(
            f"Choose a name of {MIN_CHARACTERS} to {MAX_CHARACTERS} letters and digits, without spaces. Points and"
            " hyphens may be in between."
        )
    return name


def normalise_login_name(typed: str) -> str:
    """Return what somebody types to sign in as it would be stored; what can be neither address nor name, in small letters."""
    with suppress(NotValid):
        return normalise_email(typed) if "@" in typed else normalise_sign_in_name(typed)
    return typed.strip().lower()
