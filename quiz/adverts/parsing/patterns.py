"""The small language in which questions/skills/adverts describes phrases, compiled to regular expressions.

Text is compared after `fold`: lower case, no accents, one character for one. In a pattern a space stands for spaces,
hyphens, apostrophes or slashes, `*` for any ending, `~` for up to four words, and `(a|b|)` for a choice;
`?`, `+` and `(?!...)` mean what they mean in regular expressions.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

SEPARATOR = r"[ '\-/]{1,3}"
WORD = r"[^\s,;:()|]+"
_BEFORE = r"(?<![a-z0-9])"
_AFTER = r"(?![a-z0-9])"


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def fold(text: str) -> str:
    """Return the text in lower case without accents, of the same length."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def to_expression(pattern: str) -> str:
    """Return the regular expression of a pattern, without the limits of words around it.

    Examples
    --------
    >>> bool(re.fullmatch(to_expression("(fix*|find) ~ bugs"), "fixing the last bugs"))
    True
    """
    text = fold(pattern).replace("œ", "oe").replace("'", " ").replace("’", " ")
    text = text.replace(".", r"\.")
    text = re.sub(r"\((?!\?)", "(?:", text)
    text = re.sub(r"(?<![\].])\*", "[a-z0-9]*", text)
    text = text.replace("~ ", "\0").replace(" ~", "\1").replace("~", "\1")
    text = re.sub(r" , ?", r" ?, ?".replace(" ", "\2"), text)
    text = re.sub(r" (?!\?)", lambda _: SEPARATOR, text).replace("\2", " ")
    text = re.sub(r" \?", lambda _: r"[ '\-/]?", text)
    return text.replace("\0", rf"(?:{WORD}[\s'/\-]+){{0,4}}?").replace(
        "\1", rf"(?:[\s'/\-]+{WORD}){{0,4}}?"
    )


def compile_all(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one expression that finds any of the patterns as whole words in folded text."""
    joined = "|".join(to_expression(pattern) for pattern in patterns)
    return re.compile(f"{_BEFORE}(?:{joined}){_AFTER}" if joined else r"(?!)")


def compile_whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for texts that consist of one of the patterns; use it with `fullmatch`."""
    joined = "|".join(to_expression(pattern) for pattern in patterns)
    return re.compile(f"(?:{joined})" if joined else r"(?!)")


def first_letters(pattern: str) -> frozenset[str]:
    """Return the one or two letters with which texts that match the pattern begin."""
    text = fold(pattern).replace("œ", "oe").lstrip()
    if not text.startswith("("):
        head = re.match(r"[a-z0-9]{1,2}", text)
        if head is None:
            return frozenset({""})
        # "e ?commerce" and "sprints?" may end before the second letter.
        sure = head[0] if len(head[0]) == 2 and text[2:3] != "?" else head[0][:1]
        return frozenset({sure if text[1:2].isalnum() else head[0][:1]})
    inside, rest = _split_group(text)
    found: set[str] = set()
    for choice in inside:
        found |= first_letters(choice + rest)
    return frozenset(found)


def _split_group(text: str) -> tuple[list[str], str]:
    """Return the choices of the group that the text begins with, and what follows it."""
    depth, choices, start = 0, [], 1
    for place, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                choices.append(text[start:place])
                return choices, text[place + 1 :].lstrip("+?")
        elif character == "|" and depth == 1:
            choices.append(text[start:place])
            start = place + 1
    raise ValueError(f"a parenthesis is not closed in {text!r}")


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Many patterns with the row each stands for, found by the first letters of a word."""

    buckets: Mapping[str, Sequence[tuple[re.Pattern[str], str]]] = field(repr=False)

    @classmethod
    def build(cls, phrases: Mapping[str, Iterable[str]]) -> "PhraseIndex":
        """Index the phrases of each row."""
        grouped: dict[str, dict[str, list[str]]] = {}
        for row, patterns in phrases.items():
            for pattern in patterns:
                for letters in first_letters(pattern):
                    grouped.setdefault(letters, {}).setdefault(row, []).append(pattern)
        return cls(
            {
                letters: [(_longest(patterns), row) for row, patterns in rows.items()]
                for letters, rows in grouped.items()
            }
        )

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return start, end and row of what is found in folded `text[start:end]`, the longest of each row."""
        found = []
        for word in _WORD_START.finditer(text, start, end):
            place = word.start()
            for letters in (text[place], text[place : place + 2]):
                for expression, row in self.buckets.get(letters, ()):
                    match = expression.match(text, place, end)
                    if match and match.end() > place:
                        found.append((place, match.end(), row))
        return found


_WORD_START = re.compile(r"(?<![a-z0-9])[a-z0-9]")


def _longest(patterns: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(patterns, key=len, reverse=True)
    joined = "|".join(to_expression(pattern) for pattern in ordered)
    return re.compile(f"(?:{joined}){_AFTER}")
