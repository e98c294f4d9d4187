"""The level and the years of experience that an advert means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.adverts.parsing.layout import SILENT, Sentence
from quiz.adverts.parsing.lexicon import Wording

LEVELS = ("junior", "confirmed", "senior")
_MOST_TITLE_WORDS = 16
_HIRING = re.compile(
    r"\b(?:looking for|seek(?:s|ing)?|hiring|recruiting|recruit|join|wanted|need|needs|search|ask|want|as a|as an|after an?|you are an?|you're an?|vous etes une?|tu es une?|recherch\w*|recrut\w*|cherch\w*|role|position|title|level|post"
    r"|poste|grade|profil|niveau|en tant qu\w*|appoint)\b"
)
# Where one may get to, not where one starts.
_LATER = re.compile(
    r"\b(?:may become|can become|move (?:up|on)|evoluer vers|devenir|apres quelques|au bout de|progress to|career)\b"
)
_AT_LEAST = re.compile(r"\b(?:at least|a minimum of|au moins|au minimum)\s+$")
_FEW_WORDS = 7
_NUMBER = r"(?:\d{1,2}|WORDS)(?:\s*\(\s*\d{1,2}\s*\))?"


@dataclass(frozen=True, slots=True)
class Found:
    """A level or a range of years, and the words that say so (in the clean text)."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Years:
    """Years of experience: from, to (absent for "or more"), and where that is said."""

    least: int
    most: int | None
    start: int
    end: int
    weight: int


def read_years(
    folded: str, sentences: Sequence[Sentence], wording: Wording
) -> Years | None:
    """Return the years of experience asked for; the most general statement counts, then the first."""
    expression = _years_expression(wording)
    found = [
        years
        for sentence in sentences
        if sentence.section not in SILENT and sentence.section != "excluded"
        for years in _years_in(folded, sentence, expression, wording)
    ]
    return max(found, key=lambda years: years.weight, default=None)


def _years_expression(wording: Wording) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, wording.numbers), key=len, reverse=True))
    number = _NUMBER.replace("WORDS", words)
    # "3y" has no space.
    unit = wording.years["unit"].pattern.removeprefix(r"(?<![a-z0-9])")
    return re.compile(
        rf"(?<![\w.,€$£/+])(?P<least>{number})(?:\s*(?:years?|yrs?|ans?)?\s*(?:-|to|a|ou|or|(?P<and>et|and))\s*(?P<most>{number}))?"
        rf"\s*(?P<more>\+|plus|or more|et plus|ou plus|mini\w*|\s)?\s*-?(?P<unit>{unit})'?(?P<after>\s*(?:\+|et plus|ou plus|or more|and more|minimum))?"
    )


def _years_in(
    folded: str, sentence: Sentence, expression: re.Pattern[str], wording: Wording
) -> Iterator[Years]:
    for match in expression.finditer(folded, sentence.start, sentence.end):
        before = folded[max(sentence.start, match.start() - 30) : match.start()]
        after = folded[match.start("unit") : min(sentence.end, match.end() + 40)]
        if _ends_with(wording.years["not_experience_before"], before):
            continue
        if wording.years["not_experience_after"].match(after):
            continue
        if match["and"] and not re.search(r"\b(?:between|entre)\s*$", before):
            continue
        least, most = _number(match["least"], wording), _number(match["most"], wording)
        if most is None and _ends_with(wording.years["up_to"], before):
            least, most = 0, least
        if (
            least is None
            or (most is not None and (most < least or most > 40))
            or least > 25
        ):
            continue
        weight = _weight(folded, sentence, match, wording)
        if weight:
            yield Years(least, most, match.start(), match.end(), weight)


def _number(text: str | None, wording: Wording) -> int | None:
    if text is None:
        return None
    digits = re.search(r"\d+", text)
    return int(digits[0]) if digits else wording.numbers.get(text.strip())


def _ends_with(expression: re.Pattern[str], text: str) -> bool:
    return any(not text[found.end() :].strip() for found in expression.finditer(text))


def _weight(
    folded: str, sentence: Sentence, match: re.Match[str], wording: Wording
) -> int:
    """Return how surely years are those of experience: 0 not at all, 3 in so many words."""
    after = folded[match.end() : min(sentence.end, match.end() + 45)]
    text = folded[sentence.start : sentence.end]
    if re.search(r"experience|\bexp\b|\bxp\b|\byoe\b", after) or re.match(
        r"\W*(?:required )?(?:experience|exp\b|level)", text
    ):
        return 3
    label = folded[max(0, sentence.start - 30) : sentence.start]
    if re.search(r"(?:experience|exp|level|niveau)[^\n]{0,10}$", label):
        return 3
    if "experience" in text:
        return 2
    following = wording.years["experience"].search(after)
    if following and following.start() <= 3:
        return 2
    is_least = _AT_LEAST.search(folded[sentence.start : match.start()])
    is_title = sentence.is_title and not text.startswith(("for ", "depuis ", "since "))
    is_short = is_title or len(text.split()) <= _FEW_WORDS
    return 1 if sentence.section == "required" or is_least or is_short else 0


def read_level(
    folded: str, sentences: Sequence[Sentence], wording: Wording, years: Years | None
) -> Found | None:
    """Return the level: by the title, the words of the search, the years, then by hints."""
    for part in (_titles(folded, sentences), _searches(folded, sentences)):
        for sentence in part:
            if found := _level_in(folded, sentence, wording):
                return found
    if years:
        return Found(level_of_years(years.least, years.most), years.start, years.end)
    for level in ("junior", "senior", "confirmed"):
        if found := _hint(folded, sentences, wording, level):
            return found
    return None


def level_of_years(least: int, most: int | None) -> str:
    """Return the level that years of experience stand for: junior to 2, senior from 5."""
    if most is not None and least + most <= 3:
        return "junior"
    if least <= 1 and (most is None or most <= 2):
        return "junior"
    return "senior" if least >= 5 else "confirmed"


def _titles(folded: str, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Return what may be a title: the short first lines, then lines labelled as one."""
    for sentence in sentences[:6]:
        words = folded[sentence.start : sentence.end].split()
        is_of_others = re.match(
            r"(?:report|responsible to|rattache|sous )",
            folded[sentence.start : sentence.end],
        )
        if sentence.line <= 5 and len(words) <= _MOST_TITLE_WORDS and not is_of_others:
            yield sentence
    for sentence in sentences:
        start = folded.rfind("\n", max(0, sentence.start - 40), sentence.start) + 1
        if start and re.match(
            r"[\s*|#•\-]*(?:job |post |position )?(?:title|role|position|poste|grade|level|experience level|seniority|job)\b[^:|]{0,20}[:|]",
            folded[start : sentence.end],
        ):
            yield sentence


def _searches(folded: str, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    for sentence in sentences:
        if sentence.section not in SILENT and _HIRING.search(
            folded[sentence.start : sentence.end]
        ):
            yield sentence


def _level_in(folded: str, sentence: Sentence, wording: Wording) -> Found | None:
    others = [
        found.span()
        for found in wording.level["others"].finditer(
            folded, sentence.start, sentence.end
        )
    ]
    found = [
        Found(level, match.start(), match.end())
        for level in LEVELS
        for match in wording.level[level].finditer(folded, sentence.start, sentence.end)
        if not any(start < match.end() and match.start() < end for start, end in others)
    ]
    return min(found, key=lambda one: one.start, default=None)


def _hint(
    folded: str, sentences: Sequence[Sentence], wording: Wording, level: str
) -> Found | None:
    expression = wording.level[f"{level}_hints"]
    for sentence in sentences:
        text = folded[sentence.start : sentence.end]
        if sentence.section in SILENT or _LATER.search(text):
            continue
        if match := expression.search(folded, sentence.start, sentence.end):
            return Found(level, match.start(), match.end())
    return None
