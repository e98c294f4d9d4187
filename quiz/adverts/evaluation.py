"""How well adverts are read: against labelled ones, and beside a plain keyword matcher."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import NormalDist

from quiz.adverts.parsing.lexicon import NAMED_KINDS, Row, default_folder, load_lexicon
from quiz.adverts.parsing.reader import read_advert
from quiz.adverts.requirements import Advert, AskedSkill, SkillNeed

LABEL = re.compile(r"\[\[([^\[\]|]*)\|([^\[\]]*)\]\]")
_NEEDS = {"nice": SkillNeed.NICE, "no": SkillNeed.EXCLUDED}
_STRENGTH = {SkillNeed.REQUIRED: 2, SkillNeed.EXCLUDED: 1, SkillNeed.NICE: 0}
_HELD_OUT_ONE_IN = 3
_SET_ASIDE = "set_aside"  # a folder of which every advert is held out
KINDS = ("named technologies", "duties and knowledge", "soft skills")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a label says of a row."""

    need: SkillNeed
    group: str


@dataclass(frozen=True, slots=True)
class LabelledAdvert:
    """An advert and what a careful reader takes from it."""

    name: str
    text: str
    language: str | None
    level: str | None
    years: tuple[int, int | None] | None
    rows: Mapping[str, Expected]
    is_set_aside: bool = False

    @property
    def is_held_out(self) -> bool:
        """Whether the advert was set aside before anything was tuned."""
        digest = hashlib.sha256(self.name.encode()).hexdigest()
        return self.is_set_aside or int(digest, 16) % _HELD_OUT_ONE_IN == 0

    @property
    def groups(self) -> set[frozenset[str]]:
        """The alternatives, as sets of rows."""
        names = {one.group for one in self.rows.values() if one.group}
        found = {
            frozenset(r for r, one in self.rows.items() if one.group == name)
            for name in names
        }
        return {group for group in found if len(group) > 1}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with Wilson's interval."""

    name: str
    hits: int
    total: int

    @property
    def share(self) -> float:
        """The share, 0 when there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return Wilson's score interval of the share."""
        if not self.total:
            return 0.0, 1.0
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        centre = self.share + z * z / (2 * self.total)
        spread = z * sqrt(
            self.share * (1 - self.share) / self.total + z * z / (4 * self.total**2)
        )
        scale = 1 + z * z / self.total
        return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def load_labelled(path: Path) -> LabelledAdvert:
    """Read a labelled advert: TOML between lines of +++, then the text with its labels."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    facts = tomllib.loads(head)
    years = facts.get("years")
    return LabelledAdvert(
        name=path.name,
        text=LABEL.sub(lambda found: found[1], body),
        language=facts.get("language"),
        level=facts.get("level"),
        years=(years[0], years[1] if len(years) > 1 else None) if years else None,
        rows=_labels(body),
        is_set_aside=_SET_ASIDE in path.parts,
    )


def _labels(body: str) -> dict[str, Expected]:
    rows: dict[str, Expected] = {}
    for found in LABEL.finditer(body):
        names, *marks = found[2].split("|")
        need = next(
            (_NEEDS[mark] for mark in marks if mark in _NEEDS), SkillNeed.REQUIRED
        )
        group = next((mark for mark in marks if mark not in _NEEDS), "")
        for row in filter(None, names.split("+")):
            known = rows.get(row)
            if (
                known is None
                or _STRENGTH[need] > _STRENGTH[known.need]
                or (group and not known.group and need == known.need)
            ):
                rows[row] = Expected(need, group)
    return rows


def load_all(folder: Path) -> list[LabelledAdvert]:
    """Read every labelled advert of a folder."""
    return [load_labelled(path) for path in sorted(folder.glob("*.txt"))]


def kind_of(row: Row) -> str:
    """Return under which of the three kinds a row is counted."""
    if row.kind in NAMED_KINDS:
        return KINDS[0]
    return KINDS[2] if row.kind == "soft" else KINDS[1]


def evaluate(
    adverts: Sequence[LabelledAdvert], read: Callable[[str], Advert] = read_advert
) -> list[Rate]:
    """Return how much was found and how much of what was found is right."""
    lexicon = load_lexicon()
    pairs = [(one, read(one.text)) for one in adverts]
    rates = []
    for kind in KINDS:
        rows = {row.id for row in lexicon.rows.values() if kind_of(row) == kind}
        rates += _found_and_right(kind, pairs, rows)
    needs = [
        skill.need == one.rows[skill.id].need
        for one, result in pairs
        for skill in result.skills
        if skill.id in one.rows
    ]
    rates.append(_rate("need right, of the rows found", needs))
    rates += _groups(pairs)
    rates.append(
        _rate("level right", (one.level == result.level for one, result in pairs))
    )
    rates.append(
        _rate("years right", (one.years == result.years for one, result in pairs))
    )
    rates.append(
        _rate(
            "language right", (one.language == result.language for one, result in pairs)
        )
    )
    rates.append(
        _rate("taken for an advert", (result.is_advert for _, result in pairs))
    )
    return rates


def _found_and_right(
    kind: str, pairs: Sequence[tuple[LabelledAdvert, Advert]], rows: set[str]
) -> list[Rate]:
    found = total = right = reported = 0
    for one, result in pairs:
        expected, given = (
            set(one.rows) & rows,
            {skill.id for skill in result.skills} & rows,
        )
        found += len(expected & given)
        total += len(expected)
        reported += len(given)
    right = found
    return [
        Rate(f"{kind}: found", found, total),
        Rate(f"{kind}: right", right, reported),
    ]


def _groups(pairs: Sequence[tuple[LabelledAdvert, Advert]]) -> list[Rate]:
    found = total = reported = 0
    for one, result in pairs:
        given = _groups_of(result.skills)
        found += len(one.groups & given)
        total += len(one.groups)
        reported += len(given)
    return [
        Rate("alternatives: found", found, total),
        Rate("alternatives: right", found, reported),
    ]


def _groups_of(skills: Iterable[AskedSkill]) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for skill in skills:
        if skill.group is not None:
            groups.setdefault(skill.group, set()).add(skill.id)
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def _rate(name: str, answers: Iterable[bool]) -> Rate:
    listed = list(answers)
    return Rate(name, sum(listed), len(listed))


def keyword_matcher() -> Callable[[str], Advert]:
    """Return the bar to beat: every name and synonym of the matrix as a whole word, all of it required."""
    with (default_folder() / "matrix.toml").open("rb") as file:
        tables = tomllib.load(file)["row"]
    lexicon = load_lexicon()
    expressions = {
        table["id"]: re.compile(
            "|".join(
                rf"(?<!\w){re.escape(word.lower())}(?!\w)"
                for word in (table["name"], *table["synonyms"])
            )
        )
        for table in tables
        if lexicon.rows[table["id"]].kind
        not in {"training", "career", "salary", "outlook"}
    }

    def read(text: str) -> Advert:
        lowered = text.lower()
        skills = [
            AskedSkill(
                row, found[0], found.start(), found.end(), SkillNeed.REQUIRED, None
            )
            for row, expression in expressions.items()
            if (found := expression.search(lowered))
        ]
        return Advert(
            "en", is_advert=True, level=None, years=None, skills=tuple(skills)
        )

    return read
