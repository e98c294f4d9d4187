"""Sentences about a sitting's answers and about what they leave open. Whole sentences, numbers in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.bank.repository import Catalogue
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.moderation.models import RescoredArea
from quiz.sittings.models import Answer, AttemptItem

FULL_SCORE = 1.0


@dataclass(frozen=True)
class UndecidedArea:
    """An area of which the answers do not say enough, and about how many more would."""

    area_key: str
    area_name: str
    questions: int | None


def is_right(answer: Answer) -> bool:
    """Say whether an answer has the full score."""
    return answer.score >= FULL_SCORE


def join_names(names: Sequence[str]) -> str:
    """Return `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def describe_undecided_areas(unsure: Sequence[UndecidedArea]) -> str:
    """Say which areas are too close to tell, and what would settle them."""
    if not unsure:
        return "No area is too close to tell."
    verb = "is" if len(unsure) == 1 else "are"
    close = f"{join_names([one.area_name for one in unsure])} {verb} too close to tell."
    countable = [one for one in unsure if one.questions]
    if not countable:
        return f"{close} More questions would not settle it: you stand near what the goal needs."
    nearest = min(countable, key=lambda one: one.questions or 0)
    return f"{close} About {nearest.questions} more questions would probably settle {nearest.area_name}."


def describe_answers(answered: Sequence[AttemptItem], catalogue: Catalogue) -> str:
    """Say how many answers were right, not yet right and not known, and where most gaps are."""
    answers = [position.answer for position in answered if position.answer is not None]
    right = sum(is_right(answer) for answer in answers)
    unknown = sum(answer.dont_know for answer in answers)
    counts = f"{right} of {len(answers)} answers were right."
    if not unknown:
        return f"{counts} You did not say “I don’t know” once; where you guessed, the bands are wider."
    times = "once" if unknown == 1 else f"{unknown} times"
    where = _most_unknown_area(answered, catalogue)
    return (
        f"{counts} You said “I don’t know” {times}{where}."
        " Those are plain gaps, and they made the result sharper."
    )


def _most_unknown_area(answered: Sequence[AttemptItem], catalogue: Catalogue) -> str:
    unknown = Counter(
        position.question.area
        for position in answered
        if position.answer is not None and position.answer.dont_know
    )
    area, most = unknown.most_common(1)[0]
    if unknown.total() == 1 or most * 2 <= unknown.total():
        return ""
    return (
        f", mostly in {catalogue.areas[area].name if area in catalogue.areas else area}"
    )


#: Neutral, since others may read it; how often honest people meet the first is in docs/measurement.md.
DOUBT_SENTENCES = {
    PersonFitFlag.PATTERN: (
        "Perhaps not interpretable: the answers fit together less well than usual, with hard questions right"
        " where easy ones were not. Tiredness, interruptions or luck do that, and about one honest result in 20"
        " shows it by chance. Measuring again in a quiet hour tells more."
    ),
    PersonFitFlag.HASTE: (
        "Perhaps not interpretable: many answers came faster than their questions can be read, so the levels"
        " may say little. Measuring again, without hurry, tells more."
    ),
}


def describe_rescoring(moment: datetime, changes: Mapping[str, RescoredArea]) -> str:
    """Say what leaving out a faulty question did to a result."""
    day = (
        f"On {moment.day} {moment:%B %Y} a faulty question was left out of this result"
    )
    moved = [
        abs(one.after - one.before)
        for one in changes.values()
        if round(one.after, 1) != round(one.before, 1)
    ]
    if not moved:
        return f"{day}; no level moved by a tenth."
    levels = "one level moved" if len(moved) == 1 else f"{len(moved)} levels moved"
    return f"{day}; {levels}, by {max(moved):.1f} at most."
