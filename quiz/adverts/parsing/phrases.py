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


def find_phrases(
    document: CleanText, sentences: Sequence[Sentence], phrases: Phrases, *, has_headings: bool
) -> list[Hit]:
    """Return the rows that phrases of the sentences stand for."""
    hits = []
    for sentence in sentences:
        text = document.folded[sentence.start : sentence.end]
        if has_headings and sentence.section == "intro" and not sentence.is_item and not _ADDRESSED.search(text):
            continue
        found = phrases.rows.find(document.folded, sentence.start, sentence.end)
        found += _people(document.folded, sentence, phrases)
        hits += [Hit(row, start, end, is_name=False) for start, end, row in _shortest(found)]
    return hits


def _people(folded: str, sentence: Sentence, phrases: Phrases) -> Iterator[tuple[int, int, str]]:
    """Return the people named after "with" and its like, or in answer to a question for them."""
    if sentence.names_people:
        yield from phrases.people.find(folded, sentence.start, sentence.end)
    for cue in phrases.people_with.finditer(folded, sentence.start, sentence.end):
        end = min(cue.end() + _REACH, sentence.end)
        yield from phrases.people.find(folded, cue.end(), end)


def _shortest(found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Leave out what holds another find of the same row: the shorter one is the better quotation."""
    kept: list[tuple[int, int, str]] = []
    for start, end, row in sorted(set(found), key=lambda one: (one[1] - one[0], one[0])):
        if not any(row == r and start <= s and e <= end for s, e, r in kept):
            kept.append((start, end, row))
    return sorted(kept)
