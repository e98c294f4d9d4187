"""What the page shows of adverts: the text in pieces, what was found in it, and the goal that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.adverts.corrections import DEFAULT_LEVEL, Corrections, apply_corrections
from quiz.adverts.goal_draft import (
    AreaDraft,
    Requirement,
    combine_adverts,
    common_level,
    draft_areas,
)
from quiz.adverts.parsing.lexicon import Row
from quiz.adverts.requirements import Advert, Mark, SkillNeed
from quiz.catalogue.goals import Goal
from quiz.goals.forms import MOST_NAME, MOST_SENTENCE
from quiz.goals.repository import GoalDraft
from quiz.results.evaluation import Evaluation
from quiz.results.presenters import ProfileRow, build_profile_rows
from quiz.results.summary import StatementCounts, count_statements, sort_by_gap


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `row` is empty where nothing was found."""

    text: str
    row: str = ""
    #: ask, nice, out or other: how the words are marked.
    look: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class AdvertText:
    """An advert as it is shown: what it says, in pieces, and what it means."""

    pieces: tuple[Piece, ...]
    advert: Advert


@dataclass(frozen=True, slots=True)
class AdvertsView:
    """Everything the page says of one advert or several."""

    texts: tuple[AdvertText, ...]
    #: Named technologies that the matrix does not know.
    unknown: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    #: What adverts ask for and the reader took out.
    removed: tuple[Requirement, ...]
    numbers: Mapping[str, int]
    level: str
    #: Whether an advert or the reader says the level.
    is_level_said: bool
    areas: tuple[AreaDraft, ...]

    def with_need(self, need: SkillNeed) -> list[Requirement]:
        """Return what is wanted so and measured."""
        return [
            one for one in self.requirements if one.need == need and one.is_measured
        ]

    @property
    def unmeasured(self) -> list[Requirement]:
        """What is asked for and has no questions."""
        return [
            one
            for one in self.requirements
            if not one.is_measured and one.need != SkillNeed.EXCLUDED
        ]

    @property
    def ruled_out(self) -> list[Requirement]:
        """What the adverts say they do not want."""
        return [one for one in self.requirements if one.need == SkillNeed.EXCLUDED]

    @property
    def levels(self) -> dict[str, float]:
        """The required level of each area that is asked for."""
        return {area.area: area.level for area in self.areas}


def build_adverts_view(
    texts: Sequence[str],
    adverts: Sequence[Advert],
    rows: Mapping[str, Row],
    goals: Mapping[str, Goal],
    *,
    corrections: Corrections,
) -> AdvertsView:
    """Put together what is shown."""
    combined, removed = apply_corrections(
        combine_adverts(adverts, rows), rows, corrections.needs
    )
    numbers = {one.row.id: number for number, one in enumerate(combined, start=1)}
    said = corrections.level or common_level(adverts)
    chosen = said or DEFAULT_LEVEL
    bases = {
        key: goals[key].required_levels for key in ("junior", "confirmed", "senior")
    }
    looks = {one.row.id: _look(one) for one in combined}
    return AdvertsView(
        texts=tuple(
            AdvertText(tuple(_pieces(text, advert.marks, looks, numbers)), advert)
            for text, advert in zip(texts, adverts, strict=True)
        ),
        unknown=_unknown(adverts),
        requirements=tuple(combined),
        removed=tuple(removed),
        numbers=numbers,
        level=chosen,
        is_level_said=said is not None,
        areas=tuple(draft_areas(combined, chosen, bases)),
    )


def build_fit(
    evaluation: Evaluation, levels: Mapping[str, float]
) -> tuple[list[ProfileRow], StatementCounts]:
    """Return a finished assessment read against these levels: the biggest gap first, and how many are reached."""
    outcomes = evaluation.read_outcomes(levels)
    return (
        build_profile_rows(sort_by_gap(outcomes)),
        count_statements([outcome.statement for outcome in outcomes]),
    )


def write_draft(view: AdvertsView, name: str) -> GoalDraft:
    """Return the goal to keep: levels by area, and the measured skills that it names."""
    marks = {SkillNeed.REQUIRED: "required", SkillNeed.NICE: "useful"}
    skills = {
        one.row.id: marks[one.need]
        for one in view.requirements
        if one.is_measured and one.need in marks
    }
    count = len(view.texts)
    named = ", ".join(one.row.name for one in view.with_need(SkillNeed.REQUIRED)[:8])
    sentence = f"From {count} job advert{'s' if count > 1 else ''}: {named}."
    return GoalDraft(name, sentence[:MOST_SENTENCE], view.levels, skills)


def suggest_name(view: AdvertsView) -> str:
    """Return the first line of the first advert, shortened, as a name for the goal."""
    text = "".join(piece.text for piece in view.texts[0].pieces)
    line = next(
        (line.strip(" #*•-|") for line in text.split("\n") if line.strip(" #*•-|")), ""
    )
    return (
        line
        if len(line) <= MOST_NAME
        else line[: MOST_NAME - 1].rsplit(" ", 1)[0] + "…"
    )


def _look(one: Requirement) -> str:
    if one.need == SkillNeed.EXCLUDED:
        return "out"
    if not one.is_measured:
        return "other"
    return "nice" if one.need == SkillNeed.NICE else "ask"


def _pieces(
    text: str,
    marks: Sequence[Mark],
    looks: Mapping[str, str],
    numbers: Mapping[str, int],
) -> list[Piece]:
    """Cut the text at what was found; of two finds in one place, the first and longer one is marked."""
    pieces, place = [], 0
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        look = looks.get(mark.id, "") if mark.id else "other"
        if mark.start < place or not look:
            continue
        if mark.start > place:
            pieces.append(Piece(text[place : mark.start]))
        number = numbers.get(mark.id, 0)
        pieces.append(Piece(text[mark.start : mark.end], mark.id, look, number))
        place = mark.end
    return [*pieces, Piece(text[place:])]


def _unknown(adverts: Sequence[Advert]) -> tuple[str, ...]:
    names = {
        mark.quote.lower(): mark.quote
        for advert in adverts
        for mark in advert.marks
        if not mark.id
    }
    return tuple(sorted(names.values(), key=str.lower))
