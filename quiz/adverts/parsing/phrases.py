"""Finds what has no name: duties, soft skills, people to work with, told by phrases."""

import re
from collections.abc import Iterator, Sequence

from quiz.adverts.parsing.cleaning import CleanText
from quiz.adverts.parsing.layout import Sentence
from quiz.adverts.parsing.lexicon import Phrases
from quiz.adverts.parsing.names import Hit

# In front of the first heading, a phrase counts when the sentence speaks to the reader or of the job.
_ADDRESSED = re.compile(
    r"\b(?:you|your|you'll|we need|we ask|we expect|looking for|the role|the job|this job|this role|must|should|will|able to|ability|wanted|skills|experience"
    r"|responsible|vous|votre|vos|tu|toi|ton|ta|tes|t'|il faut|il faudra|nous cherchons|on cherche|chacun|savoir|besoin|competences?|capable|poste|profil|developers?|engineers?|programmers?|they|candidates?|il|elle|ils|candidats?|developpeu\w*|ingenieur\w*)\b"
)
_REACH = 70
# A general row is not meant where its words are part of what says a more special one: "unit tests", "design databases".
_GAP = 2
_LIST = re.compile(r"[,/&]|\b(?:and|et)\b")
_SPECIAL = {
    "testing": frozenset({"unit-testing", "safe-change", "tests-for-user-needs"}),
    "api-development": frozenset({"api-integration"}),
    "database-management": frozenset({"database-design"}),
    "security": frozenset({"security-compliance"}),
    "read-others-code": frozenset({"refactoring"}),
}
# "work with design to ship what our users love": the users are nobody to work with.
_PURPOSE = re.compile(r",\s*(?:or|ou)\b|\b(?:to|pour|afin|so that|in order|who|qui)\b")


def find_phrases(
    document: CleanText,
    sentences: Sequence[Sentence],
    phrases: Phrases,
    *,
    has_headings: bool,
) -> list[list[Hit]]:
    """Return, for each sentence, the rows that phrases in it stand for."""
    return [
        _phrases_in(document.folded, sentence, phrases)
        if _counts(document.folded, sentence, has_headings=has_headings)
        else []
        for sentence in sentences
    ]


def _counts(folded: str, sentence: Sentence, *, has_headings: bool) -> bool:
    """Tell whether phrases of a sentence count: in an introduction only if it speaks of the person sought."""
    if not has_headings or sentence.section != "intro" or sentence.is_item:
        return True
    return _ADDRESSED.search(folded, sentence.start, sentence.end) is not None


def _phrases_in(folded: str, sentence: Sentence, phrases: Phrases) -> list[Hit]:
    found = phrases.rows.find(folded, sentence.start, sentence.end)
    found += _people(folded, sentence, phrases)
    return [
        Hit(row, start, end, is_name=False)
        for start, end, row in _shortest(found)
        if not any(
            other in _SPECIAL.get(row, ())
            and first <= start <= last + _GAP
            and not _LIST.search(folded, first, start)
            for first, last, other in found
        )
    ]


def _people(
    folded: str, sentence: Sentence, phrases: Phrases
) -> Iterator[tuple[int, int, str]]:
    """Return the people named after "with" and its like, or in answer to a question for them."""
    if sentence.names_people:
        yield from phrases.people.find(folded, sentence.start, sentence.end)
    for cue in phrases.people_with.finditer(folded, sentence.start, sentence.end):
        end = min(cue.end() + _REACH, sentence.end)
        purpose = _PURPOSE.search(folded, cue.end(), end)
        end = purpose.start() if purpose else end
        yield from phrases.people.find(folded, cue.end(), end)


def _shortest(found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Leave out what holds another find of the same row: the shorter one is the better quotation."""
    kept: list[tuple[int, int, str]] = []
    for start, end, row in sorted(
        set(found), key=lambda one: (one[1] - one[0], one[0])
    ):
        if not any(row == r and start <= s and e <= end for s, e, r in kept):
            kept.append((start, end, row))
    return sorted(kept)
