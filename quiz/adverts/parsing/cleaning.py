"""Repairs what copying does to a text, and remembers for each character where it came from.

Mojibake, non-breaking and zero-width characters, odd bullets, words hyphenated at the end of a line, lines broken in
the middle of a sentence, and lines glued together when a page was copied without its line breaks.
"""

import html
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

import ftfy

from quiz.adverts.parsing.patterns import fold

_MOJIBAKE = re.compile(r"[ÃÂâÅ][\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f\r"
_BULLETS = "•▪▫■□●○◦‣⁃∙·➢➤►▶→✓✔✅☑❖◆◇★⭐\uf0b7\uf0a7\uf0d8\uf0fc\uf02d¤❯»"
_REPLACED = (
    dict.fromkeys(_INVISIBLE, "")
    | dict.fromkeys(_BULLETS, "•")
    | dict.fromkeys("\n\u2028\u2029\u0085\f\v", "\n")
    | dict.fromkeys("’‘ʼ´`", "'")
    | dict.fromkeys("“”", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"œ": "oe", "Œ": "OE"}
)
_MASKED = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}\.[\w.\-]{1,64}|https?://\S+|\bwww\.\S+|\b[a-z\-]{2,40}\.(?:com|org|io|fr|example|eu)\b(?:/\S*)?"
    r"|(?<!\w)#[A-Za-z]\w+|(?<![\w.])@\w+",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?<=[a-zà-ÿ])(?:\((?:e|s|es|ne|ve|se|le|rice|trice|euse)\)|[•.](?:e|es|ne|ve|se|le|rice|trice|euse)(?:[•.]s)?(?![\w.])(?!\s*=))"
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr|td|table|section|header|dt|dd)\b", re.IGNORECASE
)
_TAG_TEXT = r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr|td|table|tbody|section|header|dt|dd|b|i|em|strong|span|a|font|u)(?:\s[^<>]{0,300})?/?>"
_TAG = re.compile(_TAG_TEXT, re.IGNORECASE)
_PIECES = re.compile(r"[\x00-\x7f]+|[^ \n]+|[ \n]+")
_PIECES_OF_MARKUP = re.compile(
    rf"{_TAG_TEXT}|&(?:[a-z]{{2,8}}|#\d{{1,5}});|[^<&\x80-\U0010ffff]+|[^ \n<&]+|[<&]",
    re.IGNORECASE,
)
_END_OF_SENTENCE = (".", ":", ";", "!", "?", ",")
# Three words that run into each other are no coincidence.
_GLUED_ENOUGH = 3
_GLUE = re.compile(r"[a-zà-ÿ)!?.:+][A-ZÀ-Ý0-9]")
_LONGEST_WORD = 400


@dataclass(frozen=True, slots=True)
class CleanText:
    """A repaired text. `begins` and `ends` give, for each character, its span in the original."""

    original: str
    text: str
    folded: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of `text[start:end]`."""
        return self.begins[start], self.ends[end - 1]


Piece = tuple[str, int, int]


def clean(original: str, spellings: Collection[str]) -> CleanText:
    """Return the repaired text; `spellings` are names that may hold a capital inside a word."""
    pieces = [piece for piece in _characters(original) if piece[0]]
    pieces = _without_endings(_joined_lines(pieces))
    pieces = _unglued(pieces, spellings)
    text = "".join(piece[0] for piece in pieces)
    text = _MASKED.sub(lambda found: "\x1f" * len(found[0]), text)
    return CleanText(
        original,
        text,
        fold(text),
        tuple(piece[1] for piece in pieces),
        tuple(piece[2] for piece in pieces),
    )


def _characters(original: str) -> list[Piece]:
    """Return the characters after repair, each with its span in the original."""
    pieces: list[Piece] = []
    for start, end, text in _repaired_words(original):
        if text.isascii() and len(text) == end - start:
            pieces += [
                (_PLAIN[character], start + n, start + n + 1)
                for n, character in enumerate(text)
            ]
            continue
        widths = [len(character.encode("utf-8", "replace")) for character in text]
        # Text that was decoded wrongly has one character for each byte.
        is_bytes = end - start == sum(widths) and len(text) != end - start
        place = start
        for character, width in zip(text, widths, strict=True):
            step = width if is_bytes else 1
            upto = min(place + step, end)
            pieces += [(plain, place, upto) for plain in _plain(character)]
            place = upto if upto < end else end - 1
    return pieces


def _repaired_words(original: str) -> list[tuple[int, int, str]]:
    words = []
    has_markup = _TAG.search(original) is not None
    for found in (_PIECES_OF_MARKUP if has_markup else _PIECES).finditer(original):
        word = found[0]
        if _MOJIBAKE.search(word):
            word = ftfy.fix_encoding(word)
        elif has_markup and word[0] in "<&":
            word = _without_markup(word)
        words.append((found.start(), found.end(), word))
    return words


def _without_markup(piece: str) -> str:
    """Return what a tag or an entity stands for: a line break, nothing, or a character."""
    if piece[0] == "&":
        return html.unescape(piece)
    return "\n" if _BLOCK_TAG.match(piece) else ""


def _plain(character: str) -> str:
    """Return what stands for a character: itself, a plainer one, several, or nothing."""
    if character in _REPLACED:
        return _REPLACED[character]
    if "\x21" <= character <= "\x7e":
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in {"So", "Cs", "Co", "Sk", "Cn"}:
        return "•"
    if category in {"Cc", "Cf", "Mn", "Me", "Mc"}:
        return ""
    return unicodedata.normalize("NFKC", character)


_PLAIN = {chr(code): _plain(chr(code)) for code in range(128)}


def _joined_lines(pieces: list[Piece]) -> list[Piece]:
    """Join words hyphenated at the end of a line, and lines that were broken for their length."""
    text = "".join(piece[0] for piece in pieces)
    drop: set[int] = set()
    space: set[int] = set()
    for found in re.finditer(r"(?<=[^\W\d_])-[ ]*\n[ ]*(?=[^\W\d_])", text):
        if text[found.end()].islower() or text[found.start() - 1].isupper():
            drop.update(range(found.start(), found.end()))
    for found in re.finditer(r"\n[ ]*(?=[^\W\d_A-Z])", text):
        if found.start() not in drop and _is_broken_line(
            text, found.start(), found.end()
        ):
            space.add(found.start())
    return [
        (" ", *piece[1:]) if place in space else piece
        for place, piece in enumerate(pieces)
        if place not in drop
    ]


def _without_endings(pieces: list[Piece]) -> list[Piece]:
    """Leave out the second ending of French words that are written for women and men: "motivé(e)"."""
    text = "".join(piece[0] for piece in pieces)
    drop = {place for found in _ENDING.finditer(text) for place in range(*found.span())}
    return (
        [piece for place, piece in enumerate(pieces) if place not in drop]
        if drop
        else pieces
    )


def _is_broken_line(text: str, end: int, start: int) -> bool:
    """Tell whether the line that ends at `end` goes on in the one that begins at `start`."""
    line = text[max(text.rfind("\n", 0, end) + 1, end - 200) : end].strip()
    if len(line) < 50 or not text[start].islower():
        return False
    goes_on = "\n" not in text[start : start + 50] and len(text) > start + 50
    return not line.endswith(_END_OF_SENTENCE) or (line.endswith(",") and goes_on)


def _unglued(pieces: list[Piece], spellings: Collection[str]) -> list[Piece]:
    """Break the lines of a text in which ends and beginnings of lines have run together."""
    text = "".join(piece[0] for piece in pieces)
    at: set[int] = set()
    telling: set[str] = set()
    for word in re.finditer(r"(?<![^\s_])[^\s_]+", text):
        if len(word[0]) > _LONGEST_WORD or not _GLUE.search(word[0]):
            continue
        points = _glue_points(word[0], word.start(), spellings)
        at.update(points)
        if points and (
            word[0][0].islower() or re.search(r"[a-z][.!?)][A-ZÀ-Ý][a-z]", word[0])
        ):
            telling.add(word[0])
            telling.update(f"{word[0]}{point}" for point in points[1:])
    if len(telling) < _GLUED_ENOUGH:
        return pieces
    broken: list[Piece] = []
    for place, piece in enumerate(pieces):
        if place in at:
            broken.append(("\n", piece[1], piece[1] + 1))
        broken.append(piece)
    return broken


def _glue_points(word: str, offset: int, spellings: Collection[str]) -> list[int]:
    """Return the places where a new line begins inside a word, names with capitals inside left whole."""
    points = []
    place = 0
    while place < len(word):
        name = next((n for n in _names_at(word, place, spellings)), "")
        if name:
            place += len(name)
            if place < len(word) and word[place].isupper():
                points.append(offset + place)
            continue
        place += 1
        if place < len(word) and _is_glue(word, place):
            points.append(offset + place)
    return points


def _names_at(word: str, place: int, spellings: Collection[str]) -> list[str]:
    """Return the names, longest first, that the word holds at a place and that end with a word."""
    if place and word[place - 1].isalnum() and not _is_glue(word, place) and place != 0:
        before_is_name = word[place].isupper()
        if not before_is_name:
            return []
    found = []
    for length in range(min(24, len(word) - place), 2, -1):
        end = place + length
        if word[place:end] in spellings and (
            end == len(word) or not word[end].islower()
        ):
            found.append(word[place:end])
    return found


def _is_glue(word: str, place: int) -> bool:
    before, after = word[place - 1], word[place]
    if not after.isupper() and not after.isdigit():
        return False
    if after.isdigit():
        return before.islower() and place >= 4
    lowered = re.search(r"[a-zà-ÿ]{2,}[)!?.:+]?$", word[max(0, place - 4) : place])
    return lowered is not None and (before.islower() or before in ")!?.:+")
