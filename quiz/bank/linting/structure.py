"""Checks of one question that need no reading: answer part, lengths, references, dates. `wording` reads the words."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from quiz.bank.prose import split_words
from quiz.bank.questions import Question
from quiz.bank.source.blocks import find_text_code_blocks
from quiz.bank.types.registry import type_of
from quiz.catalogue.findings import Finding, Severity

#: What a check yields: field, what was found, what is expected.
Remark = tuple[str, str, str]
QuestionCheck = Callable[[Question], Iterator[Remark]]

REASON_MIN_CHARACTERS = 15
EXPLANATION_CHARACTERS = (40, 400)
CODE_MAX_LINES = 25
CODE_MAX_COLUMNS = 72


def check_answer_part(question: Question) -> Iterator[Finding]:
    """Yield what the question's type finds wrong with its keys, counts and repetitions."""
    for fault in type_of(question).check_structure(question):
        yield Finding(
            question.path,
            question.line,
            question.key,
            fault.section,
            fault.found,
            fault.expected,
            fault.check,
            "error",
        )


def check_reasons(question: Question) -> Iterator[Remark]:
    """Everything that may be answered has its reason."""
    for part in type_of(question).explained_texts(question):
        if len(part.reason) < REASON_MIN_CHARACTERS:
            found = f"a reason of {len(part.reason)} characters for {part.text[:40]!r}"
            yield part.section, found, f"at least {REASON_MIN_CHARACTERS}"


def check_explanation_length(question: Question) -> Iterator[Remark]:
    """The explanation teaches, in a few sentences."""
    low, high = EXPLANATION_CHARACTERS
    length = len(question.explanation)
    if not low <= length <= high:
        yield "Explanation", f"{length} characters", f"{low} to {high}"


def check_references(question: Question) -> Iterator[Remark]:
    """At least one reference by https; two for facts that change fast."""
    least = 2 if question.volatility == "fast" else 1
    if len(question.references) < least:
        yield (
            "References",
            str(len(question.references)),
            f"at least {least} ({question.volatility})",
        )
    for reference in question.references:
        if not re.match(r"https://[\w.-]+\.[a-z]{2,}(/|$)", reference.url):
            yield "References", reference.url, "an address that begins with https://"


def check_proof_kind(question: Question) -> Iterator[Remark]:
    """A question about code that is run must have its proof."""
    if (
        question.form in {"code-output", "sql-result", "git-graph"}
        and not question.proof
    ):
        yield (
            "proof",
            f"none, with form {question.form}",
            "`- proof: output` or `verdicts`",
        )


def check_reading_load(question: Question) -> Iterator[Remark]:
    """Stem, options and code must be short."""
    question_type = type_of(question)
    count = len(split_words(question.stem))
    if count > question_type.stem_max_words:
        yield "stem", f"{count} words", f"at most {question_type.stem_max_words}"
    limit = question_type.option_max_words
    for choices in question_type.choice_sets(question):
        for text in choices.texts:
            count = len(split_words(text))
            if count > limit:
                found = f"{count} words in {text[:40]!r}"
                yield "Options", found, f"at most {limit}"
    for block in find_text_code_blocks(question.stem):
        rows = block.code.split("\n")
        if len(rows) > CODE_MAX_LINES:
            yield "stem", f"{len(rows)} lines of code", f"at most {CODE_MAX_LINES}"
        widest = max(len(row) for row in rows)
        if widest > CODE_MAX_COLUMNS:
            yield (
                "stem",
                f"a line of code of {widest} characters",
                f"at most {CODE_MAX_COLUMNS}",
            )


def check_review_date(question: Question, today: date) -> Iterator[Remark]:
    """A question past its review date goes to the review list; it never fails a build."""
    if question.review_by < today:
        yield (
            "review_by",
            question.review_by.isoformat(),
            f"a review; today is {today.isoformat()}",
        )


#: The name of each check, its severity, and its function.
QUESTION_CHECKS: tuple[tuple[str, Severity, QuestionCheck], ...] = (
    ("reasons", "error", check_reasons),
    ("explanation", "error", check_explanation_length),
    ("references", "error", check_references),
    ("proof", "error", check_proof_kind),
    ("load", "warning", check_reading_load),
)


def run_question_checks(
    question: Question, checks: tuple[tuple[str, Severity, QuestionCheck], ...]
) -> Iterator[Finding]:
    """Run checks on one question."""
    for name, severity, check in checks:
        for part, found, expected in check(question):
            yield Finding(
                question.path,
                question.line,
                question.key,
                part,
                found,
                expected,
                name,
                severity,
            )
