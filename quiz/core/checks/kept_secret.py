"""The secret of an installation that sets none: made once, kept in the data folder for its owner alone."""

import os
import secrets
from pathlib import Path

from quiz.core.checks.settings_checks import SECRET_MIN_CHARACTERS
from quiz.errors import NotValid


def load_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, making it (readable by its owner alone) the first time."""
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Exclusive creation: of two programs that start together, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_secret(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotValid(
            f"The data folder {folder} cannot be written: {reason}."
        ) from error
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret


def read_secret(path: Path) -> str:
    """Return the secret that a file keeps.

    Raises
    ------
    NotValid
        When it cannot be read, or is too short.
    """
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotValid(
            f"The data folder {path.parent} cannot be written: a file is in its way."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise NotValid(f"The secret in {path} cannot be read: {error}.") from error
    if len(secret) < SECRET_MIN_CHARACTERS:
        raise NotValid(
            f"The secret in {path} is too short. Delete the file and start again."
        )
    return secret
