"""Finds what has a name: languages, frameworks, databases, tools; and tells them from ordinary words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.adverts.parsing.cleaning import CleanText
from quiz.adverts.parsing.layout import Sentence
from quiz.adverts.parsing.lexicon import Lexicon, Name

_WORD_START = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z.]")
# Between two names of a list.
_BETWEEN = (
    r"[\s,/|+&•·;:()\"-]*(?:\b(?:and|or|et|ou|und|oder|plus|y)\b)?[\s,/|+&•·;:()\"-]*"
)
_ONLY_BETWEEN = re.compile(_BETWEEN)
_CUE_BEFORE = re.compile(
    r"(?:\b(?:in|with|using|en|avec|into|to learn|learn|know|knowing|knows|write|writing|language|languages|langage|langages"
    r"|framework|frameworks|through|modern|fluent|idiomatic|solid|strong|proficient|expert|experience|experienced|c'est du|ce sera"
    r"|developpement|developpeur|developpeuse|dev|developper|code|services|service|like|as|such as|of|our|maitrise de|maitrisez|connais|connaissez"
    r"|apprendra le|stack|programming|years|is|are|sont|est|some|towards|du|de|basic|good|senior|junior|from|on|and|the|le|la|comme|sur|by|than"
    r"|over|nor|or|also|aussi|either|soit|mainly|mostly|primarily|surtout|principalement|notamment|including|plutot|pas)|[d'(:/])[\s\"'*(:]*$"
)
_STRONG_BEFORE = re.compile(
    r"(?:\b(?:in|using|language|languages|langage|langages|framework|programming|fluent|written|experience with|proficient in|developpement"
    r"|developpeur|dev|code|knowledge of|familiarity with|years of|maitrise de|connaissance de)|[(:])[\s\"'*(:]*$"
)
_KNOWN_BEFORE = re.compile(
    r"\b(?:experience (?:with|of|in)|knowledge of|using|framework|proficient in|familiar with|maitrise de|connaissance de|connaissez|maitrisez)\s*$"
)
_CUE_AFTER = re.compile(
    r"^[\s\-\"')*]*(?:developer|engineer|programmer|dev\b|devs\b|code\b|codebase|programming|language|services?\b|microservices|backend"
    r"|back-end|framework|ecosystem|stack|modules?\b|experience|skills|expert|knowledge|server|apis?\b|based|\(|v?\d|senior|junior|h/f|f/h"
    r"|applications?\b|apps?\b|for (?:nearly|almost|most|everything|all)|is a plus|a plus|desirable|est un|serait|or\b|ou\b|and\b|et\b|would be|is nice|si besoin|scripts?\b|sdk|routines)"
)
_STRONG_AFTER = re.compile(
    r"^[\s\-\"')*]*(?:developer|engineer|programmer|dev\b|devs\b|code\b|codebase|programming|language|microservices|framework|apis?\b|services?\b|ecosystem"
    r"|\bis desirable|desirable)"
)
_COMPANY_AFTER = re.compile(
    r"^\s(?:[A-Z][\w&]+\s)?(?:Ltd|Limited|Inc|LLC|GmbH|Ventures|Consulting|Recruitment|Recruiting|Staffing|Talent|Partners|Holdings|SAS|SARL|Conseil"
    r"|Desk|Hiring|University|Bank|Insurance|Airlines|Hotel|Street|Road|Avenue)\b"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row (or, with an empty row, a technology outside the matrix) found in the clean text."""

    row: str
    start: int
    end: int
    is_name: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: Name
    start: int
    end: int
    # Written as in the lexicon, and no ordinary word.
    is_sure: bool
    is_cased_right: bool = True


def find_names(
    document: CleanText, sentences: Sequence[Sentence], lexicon: Lexicon
) -> list[list[Hit]]:
    """Return, for each sentence, the technologies named in it, in order."""
    finder = _Finder(document, lexicon)
    return [
        [
            Hit(row, found.start, found.end, is_name=True)
            for found in finder.found_in(sentence)
            for row in (found.name.row, *found.name.also)
        ]
        for sentence in sentences
    ]


class _Finder:
    def __init__(self, document: CleanText, lexicon: Lexicon) -> None:
        self.text, self.folded = document.text, document.folded
        self.names = lexicon.names

    def found_in(self, sentence: Sentence) -> list[_Candidate]:
        """Return the names of a sentence: the sure ones, and the unsure ones that the rest bears out."""
        candidates = list(self._candidates(sentence))
        sure = [one for one in candidates if one.is_sure]
        unsure = [one for one in candidates if not one.is_sure]
        # One unsure name may bear out the next: "Go, Rust, C".
        grown = True
        while unsure and grown:
            accepted = [
                one
                for one in unsure
                if self._is_borne_out(one, sentence, sure)
                or self._is_beside(
                    one,
                    [
                        two
                        for two in unsure
                        if two is not one and two.name.row != one.name.row
                    ],
                )
            ]
            unsure = [one for one in unsure if one not in accepted]
            sure += accepted
            grown = bool(accepted)
        return sorted(sure, key=lambda one: one.start)

    def _candidates(self, sentence: Sentence) -> Iterator[_Candidate]:
        place = sentence.start
        while start := _WORD_START.search(self.text, place, sentence.end):
            found = self._longest_at(start.start(), sentence.end)
            if found is None:
                place = start.start() + 1
            else:
                yield found
                place = found.end

    def _longest_at(self, start: int, end: int) -> _Candidate | None:
        names = sorted(
            (
                *self.names.get(self.folded[start], ()),
                *self.names.get(self.folded[start : start + 2], ()),
            ),
            key=lambda name: -len(name.spelling),
        )
        for name in names:
            match = name.expression.match(
                self.text if name.is_cased else self.folded, start, end
            )
            if match and self._fits_around(name, start, match.end()):
                return _Candidate(name, start, match.end(), name.is_sure)
        for name in names:
            # "js, go, k8s": without its capital it is a name only beside another one.
            match = (
                name.in_lower.match(self.text, start, end) if name.in_lower else None
            )
            if match and self._fits_around(name, start, match.end()):
                return _Candidate(
                    name, start, match.end(), is_sure=False, is_cased_right=False
                )
        return None

    def _fits_around(self, name: Name, start: int, end: int) -> bool:
        """Tell whether what stands directly around a name lets it be the technology."""
        before = self.folded[max(0, start - 24) : start].rpartition("\n")[2]
        after = self.folded[end : end + 24].partition("\n")[0]
        if name.not_before.match(after) or name.not_after.search(before):
            return False
        if _COMPANY_AFTER.match(self.text[end : end + 32]) and not name.fits.search(
            after
        ):
            return False
        # "Vue.js" is not "js", "Next.js" not "next"; a full stop before a space ends a sentence.
        inside_name = re.search(r"\w\.\Z", before) and self.text[start].isalpha()
        goes_on = name.spelling[-1].isalpha() and re.match(
            r"\.(?:js|net|io|py)\b", after
        )
        return not inside_name and not goes_on

    def _is_borne_out(
        self, found: _Candidate, sentence: Sentence, others: Sequence[_Candidate]
    ) -> bool:
        name = found.name
        if self._is_alone(found, sentence) or self._is_beside(found, others):
            return True
        if self._is_first_word_of_a_name(found, sentence):
            return False
        line = (
            self.folded[sentence.start : found.start]
            + " "
            + self.folded[found.end : sentence.end]
        )
        if (
            name.is_cased
            and self.text[found.start : found.end]
            == self.folded[found.start : found.end]
        ):
            return name.spelling.islower()
        return name.fits.search(line) is not None or self._is_spoken_of(found, sentence)

    def _is_spoken_of(self, found: _Candidate, sentence: Sentence) -> bool:
        """Tell whether the words around a name speak of a technology: "written in Go", "Go developer"."""
        name = found.name
        before = self.folded[max(sentence.start, found.start - 30) : found.start]
        after = self.folded[found.end : found.end + 20]
        if name.is_strict:
            return bool(_STRONG_BEFORE.search(before) or _STRONG_AFTER.match(after))
        if name.row == "spring":
            return bool(_STRONG_AFTER.match(after) or _KNOWN_BEFORE.search(before))
        opens = not re.search(r"\w", self.text[sentence.start : found.start])
        joined = re.match(r"\s*(?:or|ou|and|et)\b", after)
        # An item with its reason: "Go: two services are written in it".
        is_item = opens and after.startswith((": ", " : "))
        return bool(
            is_item
            or _CUE_BEFORE.search(before)
            or (_CUE_AFTER.match(after) and not (opens and joined))
        )

    def _is_first_word_of_a_name(self, found: _Candidate, sentence: Sentence) -> bool:
        """Tell whether capitals go on behind the name: "the Express Payments platform"."""
        following = re.match(r"\s([A-Z][a-z]+)\b", self.text[found.end : sentence.end])
        if following is None or self.text[sentence.start : found.end].istitle():
            return False
        after = self.folded[found.end : found.end + 24]
        return not (_CUE_AFTER.match(after) or _STRONG_AFTER.match(after))

    def _is_alone(self, found: _Candidate, sentence: Sentence) -> bool:
        """Tell whether the name is an item of its own: the whole line, or between two commas."""
        before = self.text[sentence.start : found.start]
        after = self.text[found.end : sentence.end]
        if not re.search(r"\w", before + after):
            return True
        is_item = re.search(r"(?:^|[,|;•(])\s*\Z", before) and re.match(
            r"\s*(?:[,|;•).]|\Z)", after
        )
        return (
            is_item is not None
            and not found.name.is_strict
            and found.name.row != "spring"
            and found.is_cased_right
        )

    def _is_beside(self, found: _Candidate, others: Sequence[_Candidate]) -> bool:
        for other in others:
            first, second = sorted((found, other), key=lambda one: one.start)
            gap = self.text[first.end : second.start]
            if len(gap) < 24 and _ONLY_BETWEEN.fullmatch(gap.lower()):
                return True
        return False
