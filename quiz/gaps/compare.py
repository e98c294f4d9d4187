"""The gap between a person and a goal: which areas come first, and what is said of them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.drawing.strips import Statement, StripData

ORDER: tuple[Statement, ...] = (
    "not yet",
    "likely not yet",
    "too close to tell",
    "likely",
    "reached",
)
WORDS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
GAP_STATEMENTS: tuple[Statement, ...] = ("not yet", "likely not yet")


@dataclass(frozen=True)
class Tally:
    """How many areas stand where, and of how many."""

    areas: int
    reached: int
    likely: int
    close: int
    likely_not: int
    not_yet: int

    @property
    def settled(self) -> int:
        """Areas of which the answers say enough."""
        return self.reached + self.not_yet


def largest_gap_first(rows: Iterable[StripData]) -> list[StripData]:
    """Return the rows by statement, and within one by how far the level is under the required one."""
    return sorted(
        rows, key=lambda row: (ORDER.index(row.statement), row.level - row.required)
    )


def tally(rows: Iterable[StripData]) -> Tally:
    """Count the rows by statement."""
    return tally_of([row.statement for row in rows])


def tally_of(said: Sequence[str]) -> Tally:
    """Count the statements."""
    return Tally(
        areas=len(said),
        reached=said.count("reached"),
        likely=said.count("likely"),
        close=said.count("too close to tell"),
        likely_not=said.count("likely not yet"),
        not_yet=said.count("not yet"),
    )


def gaps_of(rows: Iterable[StripData], most: int = 3) -> list[StripData]:
    """Return the areas below the goal, surely or probably, the largest gap first."""
    return [row for row in largest_gap_first(rows) if row.statement in GAP_STATEMENTS][
        :most
    ]


def unsure_of(rows: Iterable[StripData]) -> list[StripData]:
    """Return the areas of which the answers do not say enough, the most open first."""
    return [
        row for row in largest_gap_first(rows) if row.statement == "too close to tell"
    ]


def verdict(counts: Tally) -> str:
    """Return the result in whole sentences, leaving out what is true of no area."""
    sentences = (_reached(counts), _below(counts), _close(counts))
    return " ".join(sentence for sentence in sentences if sentence)


def told_of_others(sentence: str) -> str:
    """Turn a verdict from "you" to a person who is not there."""
    return (
        sentence.replace("You reach", "They reach")
        .replace("you reach", "they reach")
        .replace("you likely reach", "they likely reach")
    )


def in_words(count: int) -> str:
    """Return a small number as a word, since a sentence must not begin with a digit."""
    return WORDS[count] if count < len(WORDS) else str(count)


def _reached(counts: Tally) -> str:
    areas, reached, likely = (
        counts.areas,
        in_words(counts.reached),
        in_words(counts.likely),
    )
    if counts.reached == areas:
        return f"You reach the level of this goal in all {areas} areas."
    if counts.reached and counts.likely:
        return (
            f"Of {areas} areas, you reach the level of this goal in {reached}"
            f" and likely in {likely} more."
        )
    if counts.reached:
        return f"Of {areas} areas, you reach the level of this goal in {reached}."
    if counts.likely:
        return f"Of {areas} areas, you likely reach the level of this goal in {likely}."
    return f"Of {areas} areas, you reach the level of this goal in none yet."


def _below(counts: Tally) -> str:
    below = counts.not_yet + counts.likely_not
    if not below:
        return ""
    if below == counts.areas and not counts.likely_not:
        return "All are below it."
    areas = f"{in_words(below).capitalize()} {'is' if below == 1 else 'are'}"
    if not counts.likely_not:
        return f"{areas} below it."
    if not counts.not_yet:
        return f"{areas} probably below it."
    return f"{areas} below it, {in_words(counts.likely_not)} of these only probably."


def _close(counts: Tally) -> str:
    if not counts.close:
        return ""
    verb = "is" if counts.close == 1 else "are"
    return f"{in_words(counts.close).capitalize()} {verb} too close to tell."
