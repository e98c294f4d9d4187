"""What several adverts ask for together, and the goal that follows from it: a level for each area, with its reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from quiz.adverts.parsing.levels import LEVELS
from quiz.adverts.parsing.lexicon import NAMED_KINDS, Row
from quiz.adverts.requirements import Advert, AskedSkill, SkillNeed

#: The letter under which the matrix files a level.
LETTERS = {"junior": "J", "confirmed": "C", "senior": "S"}
TOP_LEVEL = 3.0
#: How much more an area needs when the advert names something that is asked above its level, or many things.
STEP_ABOVE, STEP_MANY = 0.4, 0.2
MANY = 4


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row that adverts speak of, and how they want it."""

    row: Row
    quote: str
    need: SkillNeed
    #: Alternatives share a number; it counts within the first advert that names the row.
    group: int | None
    #: In how many adverts.
    adverts: int

    @property
    def is_measured(self) -> bool:
        """Whether the bank has questions on it."""
        return bool(self.row.levels)


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """The level that an area needs, and why: the words that ask for it and what raised it."""

    area: str
    level: float
    base: float
    requirements: tuple[Requirement, ...]
    above: tuple[Requirement, ...]
    has_many: bool


def combine_adverts(
    adverts: Sequence[Advert], rows: Mapping[str, Row]
) -> list[Requirement]:
    """Return what adverts ask for together: what at least half of them require is required."""
    named: dict[str, list[AskedSkill]] = {}
    for advert in adverts:
        for skill in advert.skills:
            named.setdefault(skill.id, []).append(skill)
    return [
        Requirement(
            rows[row],
            skills[0].quote,
            _common_need(skills, len(adverts)),
            skills[0].group,
            len(skills),
        )
        for row, skills in named.items()
    ]


def _common_need(skills: Sequence[AskedSkill], adverts: int) -> SkillNeed:
    counts = Counter(skill.need for skill in skills)
    if 2 * counts[SkillNeed.REQUIRED] >= adverts:
        return SkillNeed.REQUIRED
    if counts[SkillNeed.REQUIRED] or counts[SkillNeed.NICE]:
        return SkillNeed.NICE
    return SkillNeed.EXCLUDED


def common_level(adverts: Sequence[Advert]) -> str | None:
    """Return the level in the middle of those that the adverts mean."""
    known = [LEVELS.index(advert.level) for advert in adverts if advert.level]
    return LEVELS[median_low(known)] if known else None


def draft_areas(
    requirements: Sequence[Requirement],
    level: str,
    bases: Mapping[str, Mapping[str, float]],
) -> list[AreaDraft]:
    """Return the areas that are asked for, with levels.

    `bases` are the levels by area of the goals for a junior, a confirmed and a senior developer. An area begins with
    that of the advert's level and is raised when something is named that is asked of nobody at that level, or when
    many things are named.
    """
    asked: dict[str, list[Requirement]] = {}
    for one in requirements:
        if (
            one.need == SkillNeed.REQUIRED
            and one.is_measured
            and one.row.area in bases[level]
        ):
            asked.setdefault(one.row.area, []).append(one)
    return [
        _draft_area(area, asked[area], level, bases[level][area])
        for area in bases[level]
        if area in asked
    ]


def _draft_area(
    area: str, requirements: Sequence[Requirement], level: str, base: float
) -> AreaDraft:
    reached = [LETTERS[one] for one in LEVELS[: LEVELS.index(level) + 1]]
    # The name of a technology says what to know, not how deeply.
    above = tuple(
        one
        for one in requirements
        if one.row.kind not in NAMED_KINDS and not set(one.row.levels) & set(reached)
    )
    has_many = _count_distinct(requirements) >= MANY
    raised = base + (STEP_ABOVE if above else 0) + (STEP_MANY if has_many else 0)
    return AreaDraft(
        area,
        round(min(raised, TOP_LEVEL), 1),
        base,
        tuple(requirements),
        above,
        has_many,
    )


def _count_distinct(requirements: Sequence[Requirement]) -> int:
    """Count requirements; alternatives are one."""
    groups = {one.group for one in requirements if one.group is not None}
    return len(groups) + sum(one.group is None for one in requirements)
