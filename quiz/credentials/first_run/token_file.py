"""The one-time token by which the first administrator gets in: a file in the data folder that its owner alone reads."""

import hmac
import os
from contextlib import suppress
from pathlib import Path

from quiz.core.keys import new_secret
from quiz.errors import NotNow

FILE_NAME = "administrator-token"


def ensure_setup_token(folder: Path) -> Path:
    """Return the path of the token, made the first time."""
    path = folder / FILE_NAME
    try:
        # Exclusive creation: of two programs that start together, one writes.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    except OSError as error:
        raise NotNow(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{new_secret()}\n")
    return path


def is_setup_token(folder: Path, typed: str) -> bool:
    """Say whether somebody typed the token, in a time that does not tell how much of it was right."""
    try:
        token = (folder / FILE_NAME).read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return bool(token) and hmac.compare_digest(token.encode(), typed.encode())


def remove_setup_token(folder: Path) -> None:
    """Take the token away: there is an administrator."""
    with suppress(OSError):
        (folder / FILE_NAME).unlink()
