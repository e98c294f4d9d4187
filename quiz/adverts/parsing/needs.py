"""Whether what was found is required, nice to have or excluded: by its sentence, or else by its heading."""

import re
from dataclasses import dataclass

from quiz.adverts.parsing.layout import Sentence
from quiz.adverts.parsing.lexicon import Wording
from quiz.adverts.parsing.names import Hit
from quiz.adverts.requirements import SkillNeed

# The strength of a statement: when an advert speaks of a row in several places, the strongest counts.
STRONG_REQUIRED, EXCLUDED, TITLE, NICE, WEAK_REQUIRED = 5, 4, 3, 2, 1

_CLAUSE_END = re.compile(
    r"[;:()]|\b(?:but|however|although|though|mais|cependant|toutefois|en revanche|so|because|since|car|donc|that|which|qui)\b"
)
_NEW_CLAUSE = re.compile(
    r",\s*(?:and |but |so |or |et |mais )?(?:you|we|our|it|they|i|he|she|that|this|the|vous|nous|tu|on|il|elle|c'est|ce|python only|only)\b"
)
_LIST_ON = re.compile(
    r"^[^,;:.]{0,30}(?:,[^,;:.]{0,30}){0,4}\b(?:or|nor|and|ni|ou|et)\b"
)
_BARE = re.compile(
    r"^(?:no|not|without|neither|nor|never|non|pas|plus|ni|sans|aucune?s?|jamais)\b[^a-z]*(?:de |d'|du |des |en |la |le )?$"
)
_KNOWLEDGE = re.compile(
    r"^[\s\"'(]*(?:(?:any|some|good|basic|prior|previous|a|an|la|le|une?|des|de|l'|bonnes?|first|practical|working|experience with)[\s']+)*"
    r"(?:experience|knowledge|familiarity|exposure|understanding|interest|background|skills|connaissances?|experiences?|notions|maitrise|pratique|interet|competences)"
)
# Between a find and a wish that is about something else: "Linux is essential, Docker is a plus".
_DEMAND = re.compile(
    r"\b(?:essential|required|mandatory|a must|indispensables?|obligatoires?|exigee?s?|requise?s?|imperatif)\b"
)
_PLURAL = re.compile(r"\b(?:are|sont|seraient|seront|would all|both)\b")
_VERB = re.compile(
    r"\b(?:is|are|would|will|be|est|sont|serait|seraient|sera|seront|was)\b"
)
_ASIDE = re.compile(r"\([^()]*\)")
_BARE_WORDS, _CUE_WORDS, _AFTER_WORDS = 3, 8, 7


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of a row, and how strongly."""

    need: SkillNeed
    strength: int


class NeedReader:
    """Reads the need of what was found in one sentence."""

    def __init__(self, folded: str, sentence: Sentence, wording: Wording) -> None:
        self.text, self.sentence, self.cues = folded, sentence, wording.need
        self.harmless = [m.span() for m in self._all("not_negation")]
        self.nice_before = [m.span() for m in self._all("nice_before")]
        self.nice_after = [m.span() for m in self._all("nice_after")]
        self.excluded_before = [m.span() for m in self._all("excluded_before")]
        self.excluded_after = [m.span() for m in self._all("excluded_after")]

    def _all(self, key: str) -> list[re.Match[str]]:
        return list(
            self.cues[key].finditer(self.text, self.sentence.start, self.sentence.end)
        )

    def read(self, hit: Hit) -> Statement:
        """Return what the sentence says of a find."""
        if self._is_wished(hit):
            return Statement(SkillNeed.NICE, NICE)
        if self._is_ruled_out(hit):
            return Statement(SkillNeed.EXCLUDED, EXCLUDED)
        section = self.sentence.section
        if section == "nice":
            return Statement(SkillNeed.NICE, NICE)
        if section == "excluded":
            return Statement(SkillNeed.EXCLUDED, EXCLUDED)
        if section == "required":
            return Statement(SkillNeed.REQUIRED, STRONG_REQUIRED)
        return Statement(
            SkillNeed.REQUIRED, TITLE if self.sentence.is_title else WEAK_REQUIRED
        )

    def _is_wished(self, hit: Hit) -> bool:
        for start, end in self.nice_before:
            if self._is_denied(start):
                continue
            between = _ASIDE.sub("", self.text[end : hit.start])
            if end <= hit.start and not re.search(r"[;()]", between):
                return True
            if start <= hit.start < end:
                return True
        return any(
            start >= hit.end and self._reaches_back(hit, start, end)
            for start, end in self.nice_after
        )

    def _is_denied(self, start: int) -> bool:
        """Tell whether a wish stands behind a negation: "we do not expect any experience with"."""
        return any(
            first < start <= last + 1 for first, last in self.excluded_before
        ) and not any(first < start <= last + 1 for first, last in self.harmless)

    def _reaches_back(self, hit: Hit, start: int, end: int) -> bool:
        """Tell whether "... is a plus" speaks of the find too, or only of what stands nearer."""
        between = self.text[hit.end : start]
        # "Docker, Kubernetes: basics (nice to have)" is a row of a table.
        row = between.partition(":")[2] if ":" in between else between
        if re.search(r";|\b(?:but|mais)\b", between) or _DEMAND.search(row):
            return False
        if "(" in row and ")" not in row:
            return self._stands_before_bracket(hit, row, end)
        return self._reaches_over_commas(row, self.text[start:end])

    def _stands_before_bracket(self, hit: Hit, between: str, end: int) -> bool:
        """Tell whether "(nice to have)" stands directly behind the find, or ends a line that begins with a plus."""
        if re.search(r"\w", between.rpartition("(")[2]):
            return False
        start = self.sentence.start
        ends_line = not re.search(r"\w", self.text[end : self.sentence.end])
        begins_with_plus = "+" in self.text[max(0, start - 3) : start]
        opens_line = self.text[start : hit.start].strip(" +•-") == ""
        return "," not in between or (ends_line and opens_line and begins_with_plus)

    def _reaches_over_commas(self, between: str, cue: str) -> bool:
        """Tell whether a wish reaches back over a list: "A, B are a plus", "experience with A, B is a plus"."""
        *before, last = between.split(",")
        if not before:
            return True
        speaks_of_knowledge = (
            _KNOWLEDGE.match(self.text[self.sentence.start : self.sentence.end])
            is not None
        )
        if _PLURAL.search(cue):
            return True
        if not _VERB.search(last + cue):
            return speaks_of_knowledge
        is_complete = re.search(r" (?:and|et) ", ",".join(before)) is not None
        return speaks_of_knowledge and not is_complete

    def _is_ruled_out(self, hit: Hit) -> bool:
        return any(
            self._reaches_on(start, end, hit)
            for start, end in self.excluded_before
            if end <= hit.start
        ) or any(
            self._denies(hit, start)
            for start, _ in self.excluded_after
            if start >= hit.end
        )

    def _reaches_on(self, start: int, end: int, hit: Hit) -> bool:
        """Tell whether a "no" or "you do not need" reaches the find."""
        if any(
            first <= start < last or first < end <= last
            for first, last in self.harmless
        ):
            return False
        between = self.text[end : hit.start]
        words = len(re.findall(r"[\w+#.]+", between))
        if words > (_BARE_WORDS if _BARE.match(self.text[start:end]) else _CUE_WORDS):
            return words <= 14 and self._goes_on_as_list(between, hit)
        if _CLAUSE_END.search(between) or _NEW_CLAUSE.search(between):
            return False
        return "," not in between or self._goes_on_as_list(between, hit)

    def _goes_on_as_list(self, between: str, hit: Hit) -> bool:
        """Tell whether commas in between are those of a list: "no Java, PHP or Ruby"."""
        items = between.split(",")
        if (
            any(len(item.split()) > 3 for item in items[1:])
            or len(items[0].split()) > 6
        ):
            return False
        if _CLAUSE_END.search(between):
            return False
        rest = self.text[hit.end : self.sentence.end]
        return re.search(r"\b(?:or|nor|ni|ou)\s*$", between) is not None or (
            _LIST_ON.match(rest) is not None
            and re.match(r"^\s*,?[^,]{0,30}\b(?:or|nor|ni|ou)\b", rest) is not None
        )

    def _denies(self, hit: Hit, start: int) -> bool:
        between = self.text[hit.end : start]
        if between.strip() == "(":
            return True
        if re.search(r"[;:.(]|\b(?:but|mais|and you|et vous)\b", between):
            return False
        if "," in between and not re.search(r"\b(?:or|and|nor|et|ou|ni)\b", between):
            return False
        return len(between.split()) <= _AFTER_WORDS
