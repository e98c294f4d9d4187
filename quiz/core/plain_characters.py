"""Characters of other keyboards, phones and word processors as the plain ones that they stand for."""

import re
import unicodedata

#: Full-width forms of ASCII lie at a fixed distance from it.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOUBLE_QUOTES = "“”„‟«»「」『』〝〞〟″"
_SINGLE_QUOTES = "‘’‚‛‹›′´ʼ"
#: Hyphens and minus signs. The longer dashes are left: they stand for one hyphen or for two.
_HYPHENS = "−‐‑‒﹣"
_PLAIN = str.maketrans(
    _FULL_WIDTH
    | dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    | dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    | dict.fromkeys(map(ord, _HYPHENS), "-")
    | {
        ord(sign): plain
        for sign, plain in {
            "…": "...",
            "、": ",",
            "،": ",",
            "؛": ";",
            "。": ".",
            "٫": ".",
            "٬": "'",
            "٪": "%",
        }.items()
    }
)
#: French puts spaces between these marks and what they hold.
_GUILLEMETS = re.compile(r"«\s*([^«»]*?)\s*»")


def remove_invisible(text: str) -> str:
    """Return `text` without characters that nobody sees, such as a zero-width space or a byte-order mark."""
    return "".join(one for one in text if not _is_invisible(one))


def write_plainly(text: str) -> str:
    """Return `text` in plain characters: ASCII digits, straight quotation marks, hyphens, nothing invisible.

    White space stays as it is, and so do letters of every script.

    Examples
    --------
    >>> write_plainly("„７−٣“")
    '"7-3"'
    """
    if text.isascii():
        return text
    visible = remove_invisible(unicodedata.normalize("NFC", text))
    plain = _GUILLEMETS.sub(r'"\1"', visible).translate(_PLAIN)
    return "".join(
        str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain
    )


def _is_invisible(character: str) -> bool:
    is_variation_selector = "\ufe00" <= character <= "\ufe0f"
    return is_variation_selector or unicodedata.category(character) == "Cf"
