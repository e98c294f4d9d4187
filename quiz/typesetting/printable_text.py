"""Text that people typed, made fit for print: kept apart from the text around it, and readable where no font has its letters. Pure."""

import re
import unicodedata
from collections.abc import Callable, Collection
from itertools import groupby
from typing import Any

#: First strong isolate and pop directional isolate (Unicode Standard Annex 9).
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI"}
#: What our fonts have in any case: Latin letters, punctuation and currency signs.
_PLAIN = re.compile(r"[\u0000-\u024f\u2000-\u206f\u20a0-\u20cf]")


def isolate_text(text: str) -> str:
    """Return text whose direction does not reorder what comes before or after it."""
    if not any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def describe_letters(text: str, missing: Collection[str]) -> str:
    """Return text with a description in place of letters that no font has: `[Tamil letters]`.

    Where one letter of a script is missing, all of that script are described: half a name is no name.
    """
    scripts = {_name_script(letter) for letter in missing} - {""}

    def find_description(letter: str) -> str:
        script = _name_script(letter)
        if script in scripts and not _PLAIN.match(letter):
            return f"[{script} letters]"
        return "[symbol]" if letter in missing and not script else ""

    parts = [
        description or "".join(letters)
        for description, letters in groupby(text, find_description)
    ]
    # One description for several words.
    return re.sub(r"(\[[^\]]+\])(\s*\1)+", r"\1", "".join(parts))


def find_uncommon_letters(text: str) -> set[str]:
    """Return the characters of a text that a font may lack."""
    return {letter for letter in text if not _PLAIN.match(letter)}


def _name_script(letter: str) -> str:
    """Return the script of a letter as Unicode names it, "Tamil"; empty for anything but a letter."""
    if unicodedata.category(letter)[0] not in "LMN":
        return ""
    return unicodedata.name(letter, "").partition(" ")[0].capitalize()


def change_texts(content: Any, change: Callable[[str], str]) -> Any:
    """Return lists, tuples and dictionaries with every text in them changed; keys stay."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {name: change_texts(value, change) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [change_texts(value, change) for value in content]
    return content
