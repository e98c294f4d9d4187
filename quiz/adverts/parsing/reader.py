"""Reads an advert: the text in, its requirements out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quiz.adverts.parsing import needs
from quiz.adverts.parsing.alternatives import find_groups
from quiz.adverts.parsing.cleaning import CleanText, clean
from quiz.adverts.parsing.layout import SILENT, Sentence, split
from quiz.adverts.parsing.levels import read_level, read_years
from quiz.adverts.parsing.lexicon import Lexicon, Wording, load_lexicon
from quiz.adverts.parsing.names import Hit, find_names
from quiz.adverts.parsing.phrases import find_phrases
from quiz.adverts.parsing.recognition import detect_language, is_advert
from quiz.adverts.requirements import Advert, AskedSkill, Mark, SkillNeed, Unreadable

# Longer than any advert; a page that long was pasted by mistake.
MOST_CHARACTERS = 60_000
# Rows that are no skills: ways in, careers, pay. A degree alone is asked for like one.
_LEFT_OUT_KINDS = frozenset({"training", "career", "salary", "outlook"})
_KEPT_ROWS = frozenset({"degree-expected"})
_STACK = re.compile(
    r"\b(?:stack|built (?:with|on|in)|written in|we use|we work with|nous utilisons|on utilise|developpe en)\b"
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A find with what its sentence says of it."""

    hit: Hit
    need: SkillNeed
    strength: int
    group: int | None


def read_advert(text: str, lexicon: Lexicon | None = None) -> Advert:
    """Return what a text asks for; `unreadable` says why when it is no advert in English or French."""
    if not text.strip():
        return _unread(None, Unreadable.EMPTY)
    if len(text) > MOST_CHARACTERS:
        return _unread(None, Unreadable.TOO_LONG)
    lexicon = lexicon or load_lexicon()
    document = clean(text, lexicon.spellings | lexicon.camel)
    language = detect_language(document.folded, lexicon.stopwords)
    if language is None:
        return _unread(None, Unreadable.OTHER_LANGUAGE)
    wording = lexicon.wording[language]
    sentences = [
        _without_tail(document, sentence, wording)
        for sentence in split(document, wording, lexicon.spellings)
        if _is_of_the_job(document, sentence, wording)
    ]
    statements = _statements(document, sentences, lexicon, language)
    if not is_advert(
        document.folded, wording, len({one.hit.row for one in statements} - {""})
    ):
        return _unread(language, Unreadable.NO_ADVERT)
    years = read_years(document.folded, sentences, wording)
    level = read_level(document.folded, sentences, wording, years)
    return Advert(
        language=language,
        is_advert=True,
        level=level.value if level else None,
        years=(years.least, years.most) if years else None,
        skills=_skills(document, statements),
        marks=_marks(document, statements),
        level_quote=_quote(document, level.start, level.end) if level else "",
        years_quote=_quote(document, years.start, years.end) if years else "",
    )


def _unread(language: str | None, why: Unreadable) -> Advert:
    return Advert(
        language, is_advert=False, level=None, years=None, skills=(), unreadable=why
    )


def _is_of_the_job(document: CleanText, sentence: Sentence, wording: Wording) -> bool:
    text = document.folded[sentence.start : sentence.end]
    if wording.boilerplate.search(text):
        return False
    return sentence.section not in SILENT or (
        sentence.section == "about" and _STACK.search(text) is not None
    )


def _without_tail(
    document: CleanText, sentence: Sentence, wording: Wording
) -> Sentence:
    """Leave out how to apply: "..., apply at jobs@..."."""
    tail = wording.tail.search(document.folded, sentence.start, sentence.end)
    return replace(sentence, end=tail.start()) if tail else sentence


def _statements(
    document: CleanText, sentences: Sequence[Sentence], lexicon: Lexicon, language: str
) -> list[_Statement]:
    """Return everything found, with need and group, in the order of the text."""
    has_headings = any(
        sentence.section in {"required", "duties", "nice"} for sentence in sentences
    )
    names = find_names(document, sentences, lexicon)
    phrases = find_phrases(
        document, sentences, lexicon.phrases[language], has_headings=has_headings
    )
    wording = lexicon.wording[language]
    statements: list[_Statement] = []
    groups = 0
    for sentence, named, phrased in zip(sentences, names, phrases, strict=True):
        hits = sorted(
            named + [hit for hit in phrased if not _is_covered(hit, named)],
            key=lambda hit: (hit.start, hit.end),
        )
        hits = [hit for hit in hits if _is_kept(hit.row, lexicon)]
        group_of: dict[Hit, int] = {}
        for group in find_groups(
            document.folded, sentence, hits, lexicon.rows, wording
        ):
            groups += 1
            group_of |= dict.fromkeys(group, groups)
        reader = needs.NeedReader(document.folded, sentence, wording)
        for hit in hits:
            said = reader.read(hit)
            statements.append(
                _Statement(hit, said.need, said.strength, group_of.get(hit))
            )
    return statements


def _is_covered(phrase: Hit, named: Sequence[Hit]) -> bool:
    """Tell whether a phrase lies inside the name of something else: "REST" in "REST API" does not."""
    return any(
        name.start <= phrase.start
        and phrase.end <= name.end
        and (name.end - name.start) > (phrase.end - phrase.start)
        and name.row not in {"rest", "web-services"}
        for name in named
    )


def _is_kept(row: str, lexicon: Lexicon) -> bool:
    return not row or row in _KEPT_ROWS or lexicon.rows[row].kind not in _LEFT_OUT_KINDS


def _skills(
    document: CleanText, statements: Sequence[_Statement]
) -> tuple[AskedSkill, ...]:
    """Return one entry a row, with its strongest statement, in the order of the text."""
    strongest = {
        one.hit.row: one
        for one in sorted(statements, key=_weakest_first)
        if one.hit.row
    }
    numbers = _numbered(strongest)
    skills = []
    for row, one in sorted(
        strongest.items(), key=lambda item: (item[1].hit.start, item[1].hit.end)
    ):
        start, end = document.span(one.hit.start, one.hit.end)
        group = numbers.get(one.group) if one.group is not None else None
        skills.append(
            AskedSkill(row, document.original[start:end], start, end, one.need, group)
        )
    return tuple(skills)


def _weakest_first(one: _Statement) -> tuple[int, bool, int]:
    # Of two equally strong statements, one that offers a choice says more.
    return one.strength, one.group is not None, -one.hit.start


def _numbered(strongest: Mapping[str, _Statement]) -> dict[int, int]:
    """Return new numbers, from 1, for the groups that still have two members of one need."""
    members: dict[int, list[_Statement]] = {}
    for one in sorted(strongest.values(), key=lambda one: one.hit.start):
        if one.group is not None:
            members.setdefault(one.group, []).append(one)
    kept = [group for group, of_group in members.items() if len(of_group) > 1]
    return {group: number for number, group in enumerate(kept, start=1)}


def _marks(document: CleanText, statements: Sequence[_Statement]) -> tuple[Mark, ...]:
    marks = []
    for one in statements:
        start, end = document.span(one.hit.start, one.hit.end)
        marks.append(
            Mark(one.hit.row, document.original[start:end], start, end, one.need)
        )
    return tuple(marks)


def _quote(document: CleanText, start: int, end: int) -> str:
    first, last = document.span(start, end)
    return document.original[first:last]
