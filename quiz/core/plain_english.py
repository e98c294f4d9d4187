"""Turns of phrase that a native reader stumbles over, each with what to write instead.

The same table serves the questions (`trigpoint bank check`), the templates, the docs and the messages
in the code, so that a word corrected in one place does not come back in another.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Weight = Literal["error", "warning"]


class PlainEnglishRule(NamedTuple):
    """A pattern that is not plain, present-day English."""

    weight: Weight
    pattern: re.Pattern[str]
    instead: str


def _rule(
    weight: Weight, pattern: str, instead: str, *, case: bool = False
) -> PlainEnglishRule:
    return PlainEnglishRule(
        weight, re.compile(pattern, 0 if case else re.IGNORECASE), instead
    )


RULES: tuple[PlainEnglishRule, ...] = (
    _rule("error", r"\bshall\b", "must, should, is to"),
    _rule("error", r"\bbelong(s|ed)? into\b", "belongs in"),
    _rule("error", r"\bwork(s|ed|ing)? (it )?off\b", "process, replay"),
    _rule("error", r"\d %", "80%, without a space"),
    _rule("error", r"(?<!and )\bdata (are|were|have|lie)\b", "data is"),
    _rule("error", r"\banew\b", "again"),
    _rule("error", r"\bby choice\b", "optional"),
    _rule("error", r"\bfor ever\b", "forever"),
    _rule("error", r"\bgrave\b", "serious"),
    _rule("error", r"\bdear(er|est)\b", "more expensive"),
    _rule("error", r"\blest\b", "so that … not"),
    _rule(
        "error",
        r"\b(e-mail|web mail|log-in|set-up|time stamp)s?\b",
        "email, webmail, login, setup, timestamp",
    ),
    _rule(
        "error",
        r"\b(a|the|by|of|sends?|more) mails?\b(?! se(rver|rvice|nder))",
        "email",
    ),
    _rule(
        "error",
        r"(^|[.:;>] )(Sent|Left|Shown|False|Called|Counted|Refused|Affected) (is|are)\b",
        "the subject first",
        case=True,
    ),
    _rule("error", r"\bmend(s|ed|ing)?\b", "fix"),
    _rule(
        "error",
        r"(?<!stays )\bblanks?\b(?! lines?| page| tab| node| identifier)",
        "space, or gap",
    ),
    _rule(
        "warning",
        r"(^|[.:;>] )Who (?!they are )[a-z]+ [^?]{3,90}\.|\bonly who\b",
        "anyone who, if you",
        case=True,
    ),
    _rule(
        "warning",
        r"\bstand(s)? twice\b|\bstands? in (the|a) (file|line|stem)\b",
        "appears",
    ),
    _rule(
        "warning",
        r"\bbehind (the )?(loop|call|comma|name)\b|\bbehind (FROM|WHERE|ORDER|GROUP|SELECT|JOIN)\b",
        "after",
        case=True,
    ),
    _rule("warning", r"\bknows? nothing of\b", "knows nothing about"),
    _rule("warning", r"\banother one's\b|\ban own [a-z]", "somebody else's, their own"),
    _rule("warning", r"\bby (POST|GET|PUT|curl|squash)\b", "with, as a", case=True),
    _rule("warning", r"\b(at least|at most)\?", "the smallest, the highest", case=True),
)


def find_stumbles(prose: str) -> Iterator[tuple[PlainEnglishRule, str]]:
    """Yield each rule that a text breaks, with the words that break it."""
    for rule in RULES:
        for match in rule.pattern.finditer(prose):
            yield rule, match[0].strip()
