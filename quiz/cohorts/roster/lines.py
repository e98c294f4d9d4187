"""A file that was read, as one text: the page that shows what would change carries it to the one that stores it."""

from pydantic import TypeAdapter, ValidationError

from quiz.cohorts.roster.parsing import MOST_ROWS, RosterFile
from quiz.errors import NotValid

_FILE = TypeAdapter(RosterFile)


def write_lines(file: RosterFile) -> str:
    """Return a file as JSON."""
    return _FILE.dump_json(file).decode()


def read_lines(text: str) -> RosterFile:
    """Return a file from JSON. Whoever changes it can do no more than with another file.

    Raises
    ------
    NotValid
        When it is none, or too long.
    """
    try:
        file = _FILE.validate_json(text)
    except ValidationError as error:
        raise NotValid("The roster could not be read. Upload it again.") from error
    if len(file.lines) > MOST_ROWS:
        raise NotValid(f"This file has more than {MOST_ROWS} lines.")
    return file
