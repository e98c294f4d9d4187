"""The parts of an advert: lines, what heading each stands under, and its sentences."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from quiz.adverts.parsing.cleaning import CleanText
from quiz.adverts.parsing.lexicon import SECTIONS, Wording

# Where nothing is asked for: the company, its benefits, how to apply, what is about others.
SILENT = frozenset({"about", "benefits", "process"})
_NUMBERING = re.compile(
    r"(?:\(?(?:\d{1,2}(?:\.\d)*|[a-hA-H]|[ivx]{1,4}|[EDed]\d{1,2})[.)]|\d{1,2} -(?! ?\d)|[ED]\d{1,2})\s+"
)
_BULLET = re.compile(r"\s*(?:[•*>~+]|-|o |\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)] )")
_BREAK = re.compile(
    r"[.!?…]+[\"')»]*\s+(?=[\"'(«•*\-]*\s*[A-ZÀ-Ý0-9])|[;]\s*|\s\|\s|\|\s|\s\|$|\s[•]\s"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|incl|approx|min|max|esp|resp|env|ex|st|dr|mr|ms|mme|no|vs|réf|tél|sr|jr)|\b[a-z])\.\s*$",
    re.IGNORECASE,
)
# "Essential (E), Desirable (D)": from then on a letter at the end of a line says which.
_MARKS_EXPLAINED = re.compile(
    r"essential\s?[(=:-]+\s?e\b.{0,40}desirable\s?[(=:-]+\s?d\b|\be\s?[=:-]\s?essential.{0,40}\bd\s?[=:-]\s?desirable",
    re.DOTALL,
)
_MARK = re.compile(r"[\s(\[]([ed])[)\]]?\s*$")
_MARK_IN_FRONT = re.compile(r"[\s•*-]*([ed])\d{1,2}[.):]")
# After a heading that demands, one that only wishes lists what is nice to have: "profil requis", "profil souhaité".
_DEMANDS = re.compile(r"\b(?:requis\w*|exig\w*|indispensab\w*|obligatoire\w*)")
_WISHES = re.compile(r"\bsouhait\w*")
_ASKS_FOR_PEOPLE = re.compile(
    r"\b(?:work|deal|talk) with\b|\bin contact\b|\bavec qui\b|\ben contact\b|\binterlocuteurs\b"
)
_MOST_WORDS, _MOST_TITLE_WORDS, _LONGEST_SENTENCE = 10, 14, 500


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or an item of a list, and the kind of section it stands in."""

    start: int
    end: int
    section: str
    line: int
    is_title: bool = False
    # The heading stands in the same line: "Nice to have: Docker".
    is_labelled: bool = False
    is_item: bool = False
    # The heading asks whom one works with.
    names_people: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    is_after_gap: bool
    is_bullet: bool


def split(
    document: CleanText, wording: Wording, spellings: Collection[str] = ()
) -> list[Sentence]:
    """Return the sentences of an advert in order; headings are not among them."""
    return list(_Splitter(document, wording, spellings).sentences())


class _Splitter:
    def __init__(
        self, document: CleanText, wording: Wording, spellings: Collection[str]
    ) -> None:
        self.spellings, self.since_heading = spellings, 0
        self.names_people = self.is_item = False
        self.text, self.folded, self.wording = document.text, document.folded, wording
        self.section = "intro"
        self.columns: list[str] = []
        self.has_demanded = False
        self.has_marks = _MARKS_EXPLAINED.search(self.folded) is not None
        letters = [c for c in document.text if c.isalpha()]
        self.is_shouted = sum(c.isupper() for c in letters) > 0.6 * max(1, len(letters))

    def sentences(self) -> Iterator[Sentence]:
        lines = list(self._lines())
        for number, line in enumerate(lines):
            if number > 0 and self._is_table_head(line):
                continue
            heading = self._heading(
                line, lines[number + 1] if number + 1 < len(lines) else None
            )
            if heading and number > 0:
                self.section, self.since_heading = heading, 0
                asked = self.folded[line.start : line.end]
                self.names_people = _ASKS_FOR_PEOPLE.search(asked) is not None
                continue
            if self._ends_list(line, lines[number - 1] if number else line):
                self.section = "other"
            self.since_heading += 1
            yield from self._of_line(
                line, number, is_title=number < 2 and self.section == "intro"
            )

    def _ends_list(self, line: _Line, before: _Line) -> bool:
        """Tell whether a paragraph after a list of wishes is about something else again."""
        if (
            self.section not in {"nice", "excluded"}
            or not line.is_after_gap
            or line.is_bullet
        ):
            return False
        text = self.text[line.start : line.end].strip()
        is_sentence = text.endswith((".", "!", "?")) and len(text.split()) > 5
        return self.since_heading > 0 and (before.is_bullet or is_sentence)

    def _lines(self) -> Iterator[_Line]:
        place, is_after_gap = 0, True
        for line in self.text.split("\n"):
            end = place + len(line)
            if line.strip(" •*-_=|#"):
                is_bullet = _BULLET.match(line) is not None
                yield _Line(place, end, is_after_gap, is_bullet)
                is_after_gap = False
            else:
                is_after_gap = True
            place = end + 1

    def _content(self, start: int, end: int) -> tuple[int, int]:
        """Return the span without bullets, numbering and marks of emphasis around it."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip(" •*>#~|_-+="))
        text = self.text[start:end]
        if numbering := _NUMBERING.match(text):
            start += numbering.end()
        if re.match(r"o (?=[A-ZÀ-Ý])", self.text[start:end]):
            start += 2
        text = self.text[start:end].rstrip(" •*_|-=")
        return start, start + len(text)

    def _heading(self, line: _Line, following: _Line | None) -> str:
        """Return the section that a line opens, or nothing when it is no heading."""
        start, end = self._content(line.start, line.end)
        text = self.text[start:end]
        words = text.split()
        if not words or len(words) > _MOST_WORDS or len(text) > 80:
            return ""
        is_marked = text.endswith((":", "?"))
        is_sentence = text.endswith(".") and not text.endswith("..")
        if (
            is_sentence
            or re.search(r":.*\w", text)
            or not (is_marked or self._can_be_heading(line, text))
        ):
            return ""
        if section := self._section_of(start, end):
            return self._wished_or(section, self.folded[start:end])
        if line.is_bullet or text.endswith((".", ",", ";")) or following is None:
            return ""
        raw = self.text[line.start : line.end].strip()
        is_marked = (
            is_marked
            or raw.startswith("#")
            or (raw.startswith("**") and raw.endswith("**"))
        )
        is_loud = (
            text.isupper()
            and not self.is_shouted
            and len(words) > 1
            and "," not in text
        )
        stands_apart = (
            line.is_after_gap
            and not following.is_after_gap
            and text[0].isupper()
            and len(words) <= 7
        )
        follows_list = stands_apart and (
            following.is_bullet or following.end - following.start > 60
        )
        if not (is_marked or is_loud or follows_list):
            return ""
        return self._hinted(start, end) or "other"

    def _hinted(self, start: int, end: int) -> str:
        """Return the section of which a heading has a telling word."""
        words = self.folded[start:end].replace("'", " ")
        hints = self.wording.heading_hints.items()
        return next((name for name, words_of in hints if words_of.search(words)), "")

    def _wished_or(self, section: str, heading: str) -> str:
        if section == "required" and self.has_demanded and _WISHES.search(heading):
            return "nice"
        self.has_demanded = self.has_demanded or _DEMANDS.search(heading) is not None
        return section

    def _can_be_heading(self, line: _Line, text: str) -> bool:
        """Tell whether a line without a colon may be a heading: no item of a list, and no technology in it."""
        if line.is_bullet and not line.is_after_gap:
            return False
        return not any(
            word.strip(",.()") in self.spellings for word in re.split(r"[\s/]+", text)
        )

    def _section_of(self, start: int, end: int) -> str:
        # As in "Skills (nice to have)".
        inside = re.fullmatch(
            r"[\w '/&-]{3,40}\(([^)]{3,40})\)\s*:?", self.folded[start:end]
        )
        if inside and self.wording.headings["nice"].fullmatch(inside[1]):
            return "nice"
        words = re.sub(r"\([^)]*\)|[\"«»:!?…,]|\.\.\.", " ", self.folded[start:end])
        words = re.sub(r"[^\w'+/&€.\-]+", " ", words).strip(" .-'")
        if not words:
            return ""
        for section in SECTIONS:
            if self.wording.headings[section].fullmatch(words):
                return section
        return ""

    def _is_table_head(self, line: _Line) -> bool:
        """Take up the sections of the columns when the line is the head of a table."""
        text = self.text[line.start : line.end]
        if text.count("|") < 1 and "\t" not in text:
            self.columns = []
            return False
        if re.search(r"\d", text):
            return False
        if set(text) <= set("|-: "):
            return True
        found = [self._section_of(start, end) for start, end in self._cells(line)]
        if sum(section in {"required", "nice"} for section in found) < 2:
            return False
        self.columns = found
        return True

    def _cells(self, line: _Line) -> list[tuple[int, int]]:
        cells, place = [], line.start
        for cell in self.text[line.start : line.end].split("|"):
            if cell.strip():
                cells.append((place, place + len(cell)))
            place += len(cell) + 1
        return cells

    def _of_line(
        self, line: _Line, number: int, *, is_title: bool
    ) -> Iterator[Sentence]:
        self.is_item = line.is_bullet
        if self.columns:
            for (start, end), section in zip(
                self._cells(line), self.columns, strict=False
            ):
                yield from self._pieces(
                    start, end, section or "required", number, is_title=False
                )
            return
        section = self._marked_section(line) or self.section
        yield from self._pieces(
            line.start, line.end, section, number, is_title=is_title
        )

    def _marked_section(self, line: _Line) -> str:
        """Return the section that the last cell of a row names: "Experience of AWS | D"."""
        text = self.folded[line.start : line.end]
        cell = re.search(r"[|\t]\s*([^|\t]{1,24}?)\s*\|?\s*$", text) or (
            (_MARK_IN_FRONT.match(text) or _MARK.search(text))
            if self.has_marks
            else None
        )
        if cell is None:
            return ""
        if cell[1] in {"e", "d"}:
            return "required" if cell[1] == "e" else "nice"
        return next(
            (
                s
                for s in ("nice", "required")
                if self.wording.headings[s].fullmatch(cell[1])
            ),
            "",
        )

    def _pieces(
        self, start: int, end: int, section: str, number: int, *, is_title: bool
    ) -> Iterator[Sentence]:
        """Return the sentences of a stretch of text; a label such as "Bonus:" rules those after it."""
        is_labelled = False
        for begin, end_ in self._breaks(start, end):
            first, last = self._content(begin, end_)
            if first >= last:
                continue
            label = self._label(first, last)
            if label:
                section, first = label
                is_labelled = True
                if first >= last:
                    self.section = section
                    continue
            short = is_title and len(self.text[first:last].split()) <= _MOST_TITLE_WORDS
            yield Sentence(
                first,
                last,
                section,
                number,
                short,
                is_labelled,
                self.is_item,
                self.names_people,
            )

    def _label(self, start: int, end: int) -> tuple[str, int] | None:
        """Return the section and the beginning of the rest when a sentence begins with a label."""
        found = re.match(
            r"([^:\n]{2,60}?)\s*(?::| - )\s*", self.text[start : min(end, start + 70)]
        )
        if not found or len(found[1].split()) > 7:
            return None
        section = self._section_of(start, start + len(found[1]))
        if not section or (" - " in found[0] and section not in {"nice", "required"}):
            return None
        return section, start + found.end()

    def _breaks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for first, last in self._sentence_ends(start, end):
            # No sentence is that long: a list without full stops, or a text without line breaks.
            begin = first
            while last - begin > _LONGEST_SENTENCE:
                middle = self._middle(begin)
                yield begin, middle
                begin = middle
            yield begin, last

    def _middle(self, begin: int) -> int:
        """Return where to part a sentence that is too long: after a comma, else after a space."""
        end = begin + _LONGEST_SENTENCE
        comma = self.text.rfind(",", begin + _LONGEST_SENTENCE // 2, end)
        space = self.text.rfind(" ", begin + 1, end)
        return (comma if comma >= 0 else space if space >= 0 else end - 1) + 1

    def _sentence_ends(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first = start
        for found in _BREAK.finditer(self.text, start, end):
            if found[0].startswith(".") and _ABBREVIATION.search(
                self.text, max(start, found.start() - 8), found.start() + 1
            ):
                continue
            yield first, found.end()
            first = found.end()
        if first < end:
            yield first, end
