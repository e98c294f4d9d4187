"""The gap between a person and a goal: which areas come first, and what is said of them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.charts.strips import Statement, StripData

STATEMENT_ORDER: tuple[Statement, ...] = (
    "not yet",
    "likely not yet",
    "too close to tell",
    "likely",
    "reached",
)
NUMBER_WORDS = (
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
class StatementCounts:
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


def sort_by_gap(rows: Iterable[StripData]) -> list[StripData]:
    """Return the rows by statement, and within one by how far the level is under the required one."""
    return sorted(
        rows,
        key=lambda row: (
            STATEMENT_ORDER.index(row.statement),
            row.level - row.required,
        ),
    )


def count_row_statements(rows: Iterable[StripData]) -> StatementCounts:
    """Count the rows by statement."""
    return count_statements([row.statement for row in rows])


def count_statements(said: Sequence[str]) -> StatementCounts:
    """Count the statements."""
    return StatementCounts(
        areas=len(said),
        reached=said.count("reached"),
        likely=said.count("likely"),
        close=said.count("too close to tell"),
        likely_not=said.count("likely not yet"),
        not_yet=said.count("not yet"),
    )


def select_gap_rows(rows: Iterable[StripData], most: int = 3) -> list[StripData]:
    """Return the areas below the goal, surely or probably, the largest gap first."""
    return [row for row in sort_by_gap(rows) if row.statement in GAP_STATEMENTS][:most]


def select_undecided_rows(rows: Iterable[StripData]) -> list[StripData]:
    """Return the areas of which the answers do not say enough, the most open first."""
    return [row for row in sort_by_gap(rows) if row.statement == "too close to tell"]


def write_verdict(counts: StatementCounts) -> str:
    """Return the result in whole sentences, leaving out what is true of no area."""
    sentences = (
        _reached_sentence(counts),
        _below_sentence(counts),
        _undecided_sentence(counts),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def rewrite_for_others(sentence: str) -> str:
    """Turn a verdict from "you" to a person who is not there."""
    return (
        sentence.replace("You reach", "They reach")
        .replace("you reach", "they reach")
        .replace("you likely reach", "they likely reach")
    )


def spell_number(count: int) -> str:
    """Return a small number as a word, since a sentence must not begin with a digit."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)


def _reached_sentence(counts: StatementCounts) -> str:
    areas, reached, likely = (
        counts.areas,
        spell_number(counts.reached),
        spell_number(counts.likely),
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


def _below_sentence(counts: StatementCounts) -> str:
    below = counts.not_yet + counts.likely_not
    if not below:
        return ""
    if below == counts.areas and not counts.likely_not:
        return "All are below it."
    areas = f"{spell_number(below).capitalize()} {'is' if below == 1 else 'are'}"
    if not counts.likely_not:
        return f"{areas} below it."
    if not counts.not_yet:
        return f"{areas} probably below it."
    return (
        f"{areas} below it, {spell_number(counts.likely_not)} of these only probably."
    )


def _undecided_sentence(counts: StatementCounts) -> str:
    if not counts.close:
        return ""
    verb = "is" if counts.close == 1 else "are"
    return f"{spell_number(counts.close).capitalize()} {verb} too close to tell."
