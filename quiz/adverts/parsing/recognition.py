"""What a text is: its language, and whether it is a job advert or a job profile at all."""

import re
from collections import Counter
from collections.abc import Mapping

from quiz.adverts.parsing.lexicon import LANGUAGES, Wording

_WORD = re.compile(r"[^\W\d_]+")
# Below this share of known frequent words, a text is in none of the languages.
_LEAST_SHARE = 0.04
_STRONG_ENOUGH, _CUES_COUNTED = 2, 6


def detect_language(folded: str, stopwords: Mapping[str, frozenset[str]]) -> str | None:
    """Return "en" or "fr", or nothing for any other language or for no language at all."""
    words = Counter(_WORD.findall(folded))
    total = sum(words.values())
    if not total:
        return None
    shares = {
        code: sum(words[word] for word in frequent) / total
        for code, frequent in stopwords.items()
    }
    best = max(shares, key=lambda code: shares[code])
    if shares[best] < _LEAST_SHARE:
        return None
    return best if best in LANGUAGES else None


def is_advert(folded: str, wording: Wording, rows_found: int) -> bool:
    """Tell whether a text asks for somebody: by how adverts speak, weighed against how other texts do."""
    spoken = {
        found[0].split()[0] for found in wording.advert["strong"].finditer(folded)
    }
    profile = {found[0] for found in wording.advert["profile"].finditer(folded)}
    against = {found[0] for found in wording.advert["against"].finditer(folded)}
    score = min(len(spoken), _CUES_COUNTED) + min(len(profile), 2) - 2 * len(against)
    if rows_found == 0:
        return score > _STRONG_ENOUGH + 1
    return score >= _STRONG_ENOUGH or (score == 1 and rows_found >= 3)
