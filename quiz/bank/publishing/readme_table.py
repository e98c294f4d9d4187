"""The table of the bank for the README, inserted between two marks."""

from collections import Counter
from collections.abc import Sequence

from quiz.bank.linting.bank_level import MIN_PER_OBJECTIVE, MIN_PER_ROW
from quiz.bank.linting.cue_scores import CueResult
from quiz.bank.linting.lint_report import CheckReport
from quiz.bank.publishing.statistics import QUESTION_LEVELS, AreaCounts, BankStatistics
from quiz.bank.questions import READING_PACKS
from quiz.bank.types.registry import TYPES, find_type
from quiz.errors import NotValid

#: Types that share a column are counted together.
TABLE_COLUMNS = tuple(dict.fromkeys(kind.table_column for kind in TYPES))
BEGIN, END = "<!-- bank table: begin -->", "<!-- bank table: end -->"


def insert_table(text: str, table: str) -> str:
    """Return a text with the table inserted between its two marks.

    Raises
    ------
    NotValid
        When the marks are missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NotValid(
            f"The file needs the two lines {BEGIN} and {END}; the table goes between them."
        )
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def guesser_sentence(cues: Sequence[CueResult]) -> str:
    """Return the result of the guesser in one sentence."""
    failing = [one for one in cues if one.is_failing]
    if failing:
        names = ", ".join(f"{one.name} ({one.excess_share:+.1%})" for one in failing)
        return f"beats luck by {names}."
    largest = max(cues, key=lambda one: abs(one.excess_share), default=None)
    if largest is None:
        return "nothing to guess."
    return f"none of {len(cues)} cues beats luck; the largest excess is {largest.excess_share:+.1%} ({largest.name})."


def format_share(part: int, whole: int) -> str:
    """Return a share in whole per cent."""
    return f"{100 * part / whole:.0f} %" if whole else "none"


def bank_table(numbers: BankStatistics, report: CheckReport) -> str:
    """Return the README's table of the bank, in Markdown."""
    columns = ["questions", *QUESTION_LEVELS, *TABLE_COLUMNS, "proved by running"]
    lines = [
        "| area | " + " | ".join(columns) + " |",
        "|---|" + "---:|" * len(columns),
    ]
    lines += [_table_row(one) for one in numbers.areas]
    lines.append(_table_row(_sum_areas(numbers.areas)))
    return "\n".join([*lines, "", *_summary_sentences(numbers, report)])


def _summary_sentences(numbers: BankStatistics, report: CheckReport) -> list[str]:
    reading = ", ".join(f"{pack} {numbers.packs[pack]}" for pack in READING_PACKS)
    packs = f"Python adds {numbers.packs['python']}, JavaScript {numbers.packs['javascript']}"
    objectives = f"{numbers.objectives_covered} of {numbers.objectives} objectives"
    rows = f"{numbers.rows_covered} of {numbers.rows} tested rows of the skills matrix"
    proved = format_share(numbers.proved, numbers.total)
    reasons = format_share(numbers.with_reasons, numbers.total)
    words = numbers.median_words
    checks = f"{len(report.errors)} errors, {len(report.warnings)} warnings"
    return [
        f"{numbers.neutral} of them are asked of everyone; {packs}, and for reading: {reading}.",
        f"{objectives} have at least {MIN_PER_OBJECTIVE} questions, {rows} at least {MIN_PER_ROW}.",
        f"{proved} are proved by running, {reasons} give a reason for every option.",
        f"Checks: {checks}; past their review date: {numbers.past_review}.",
        f"Test-wise guesser: {guesser_sentence(report.cues)}",
        f"A stem has {words:g} words in the middle and takes {numbers.median_seconds:g} seconds.",
    ]


def _sum_areas(areas: Sequence[AreaCounts]) -> AreaCounts:
    by_level: Counter[str] = Counter()
    by_type: Counter[str] = Counter()
    for one in areas:
        by_level.update(one.by_level)
        by_type.update(one.by_type)
    total = sum(one.total for one in areas)
    return AreaCounts(
        "", "**all**", total, by_level, by_type, sum(one.proved for one in areas)
    )


def _table_row(counts: AreaCounts) -> str:
    by_column: Counter[str] = Counter()
    for name, count in counts.by_type.items():
        by_column[find_type(name).table_column] += count
    cells = [
        counts.name,
        counts.total,
        *(counts.by_level.get(level, 0) for level in QUESTION_LEVELS),
        *(by_column[column] for column in TABLE_COLUMNS),
        format_share(counts.proved, counts.total),
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
