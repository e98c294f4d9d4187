"""Checks of one question that need no reading: keys, counts, lengths, references, dates. The words are read in `wording`."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from quiz.bank.parsing.blocks import find_text_code_blocks, is_code_block, split_blocks
from quiz.bank.questions import Question
from quiz.catalogue.findings import Finding, Severity

#: What a check yields: field, what was found, what is expected.
Remark = tuple[str, str, str]
QuestionCheck = Callable[[Question], Iterator[Remark]]

REASON_MIN_CHARACTERS = 15
EXPLANATION_CHARACTERS = (40, 400)
CODE_MAX_LINES = 25
CODE_MAX_COLUMNS = 72
STEM_MAX_WORDS = 60
SCENE_MAX_WORDS = 90
OPTION_MAX_WORDS = 18

COUNT_WORDS = {2: "TWO", 3: "THREE", 4: "FOUR"}


def normalise_text(text: str) -> str:
    """Return a text without the marks that do not count when two are compared."""
    return re.sub(r"[\s`'\"“”‘’]+", " ", text.lower()).strip(" .")


def split_words(text: str) -> list[str]:
    """Return the words of a Markdown text; code blocks and tables are left out."""
    blocks = split_blocks(text)
    prose = " ".join(
        one for one in blocks if not is_code_block(one) and not one.startswith("|")
    )
    return re.findall(r"[^\s|*_>#]+", prose)


def check_key_count(one: Question) -> Iterator[Remark]:
    """Single: exactly one key. Multiple: two to n - 1, and the stem says how many."""
    keys = sum(option.correct for option in one.options)
    count = len(one.options)
    if one.type == "single" and keys != 1:
        yield "Options", f"{keys} keys", "exactly one `[x]`"
    if one.type == "multiple":
        if not 2 <= keys < count:
            yield "Options", f"{keys} keys of {count}", f"2 to {count - 1} keys"
        wanted = COUNT_WORDS.get(keys, str(keys))
        if not re.search(rf"\b[Cc]hoose {wanted}\b", one.stem):
            yield "stem", "no such count", f"the words `Choose {wanted}`"


def check_option_count(one: Question) -> Iterator[Remark]:
    """Three to five options; a judgement has four with different points."""
    count = len(one.options)
    if one.type in {"single", "multiple"} and not 3 <= count <= 5:
        yield "Options", f"{count} options", "3 to 5"
    if one.type == "judgement":
        points = sorted((option.points or 0 for option in one.options), reverse=True)
        if points != [3, 2, 1, 0]:
            yield "Options", f"points {points}", "four options with 3, 2, 1 and 0"
    if one.type == "ordering" and not 3 <= len(one.order) <= 7:
        yield "Order", f"{len(one.order)} rows", "3 to 7"
    lefts = [pair.left for pair in one.pairs if pair.left]
    if one.type == "matching" and not 3 <= len(lefts) <= 6:
        yield "Pairs", f"{len(lefts)} left sides", "3 to 6"


def check_judgement_stem(one: Question) -> Iterator[Remark]:
    """A judgement asks what one should do."""
    if one.type == "judgement" and not re.search(r"\bshould\b", one.stem):
        yield "stem", "no `should`", "what you should do, not what you would do"


def check_duplicate_options(one: Question) -> Iterator[Remark]:
    """No two options, rows or right sides may say the same."""
    texts = [option.text for option in one.options] + [row.text for row in one.order]
    texts += list({pair.right for pair in one.pairs})
    seen: set[str] = set()
    for text in texts:
        # Case and quotes may be what the question is about, so code is compared as it stands.
        bare = text.strip() if "`" in text else normalise_text(text)
        if bare in seen:
            yield "Options", f"{text!r} twice", "options that differ"
        seen.add(bare)
    lefts = [pair.left for pair in one.pairs if pair.left]
    if len(set(lefts)) < len(lefts):
        yield "Pairs", "a left side twice", "each left side once"


def check_typed_answers(one: Question) -> Iterator[Remark]:
    """A mistake is no accepted answer, and nothing is listed twice."""
    exact = one.case == "exact"
    answers = [text if exact else text.lower() for text in one.answers]
    mistakes = [one_.text if exact else one_.text.lower() for one_ in one.mistakes]
    if len(set(answers)) < len(answers):
        yield (
            "Answers",
            "a form twice (upper and lower case are the same)",
            "each form once",
        )
    if len(set(mistakes)) < len(mistakes):
        yield "Mistakes", "a mistake twice", "each mistake once"
    for text in set(answers) & set(mistakes):
        yield "Mistakes", f"{text!r}, which is accepted", "a wrong answer"


def check_reasons(one: Question) -> Iterator[Remark]:
    """Every option, row, pair and mistake has its reason."""
    parts = {
        "Options": [(option.text, option.reason) for option in one.options],
        "Mistakes": [(mistake.text, mistake.reason) for mistake in one.mistakes],
        "Order": [(row.text, row.reason) for row in one.order],
        "Pairs": [(pair.left or pair.right, pair.reason) for pair in one.pairs],
    }
    for name, items in parts.items():
        for text, reason in items:
            if len(reason) < REASON_MIN_CHARACTERS:
                found = f"a reason of {len(reason)} characters for {text[:40]!r}"
                yield name, found, f"at least {REASON_MIN_CHARACTERS}"


def check_explanation_length(one: Question) -> Iterator[Remark]:
    """The explanation teaches, in a few sentences."""
    low, high = EXPLANATION_CHARACTERS
    length = len(one.explanation)
    if not low <= length <= high:
        yield "Explanation", f"{length} characters", f"{low} to {high}"


def check_references(one: Question) -> Iterator[Remark]:
    """At least one reference by https; two for facts that change fast."""
    least = 2 if one.volatility == "fast" else 1
    if len(one.references) < least:
        yield (
            "References",
            str(len(one.references)),
            f"at least {least} ({one.volatility})",
        )
    for reference in one.references:
        if not re.match(r"https://[\w.-]+\.[a-z]{2,}(/|$)", reference.url):
            yield "References", reference.url, "an address that begins with https://"


def check_proof_kind(one: Question) -> Iterator[Remark]:
    """A question about code that is run must have its proof."""
    if one.form in {"code-output", "sql-result", "git-graph"} and not one.proof:
        yield "proof", f"none, with form {one.form}", "`- proof: output` or `verdicts`"


def check_reading_load(one: Question) -> Iterator[Remark]:
    """What a person has to read stays short."""
    most = SCENE_MAX_WORDS if one.type == "judgement" else STEM_MAX_WORDS
    count = len(split_words(one.stem))
    if count > most:
        yield "stem", f"{count} words", f"at most {most}"
    for option in one.options:
        count = len(split_words(option.text))
        limit = OPTION_MAX_WORDS if one.type != "judgement" else OPTION_MAX_WORDS + 6
        if count > limit:
            yield (
                "Options",
                f"{count} words in {option.text[:40]!r}",
                f"at most {limit}",
            )
    for block in find_text_code_blocks(one.stem):
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


def check_review_date(one: Question, today: date) -> Iterator[Remark]:
    """A question past its review date goes to the review list; it never fails a build."""
    if one.review_by < today:
        yield (
            "review_by",
            one.review_by.isoformat(),
            f"a review; today is {today.isoformat()}",
        )


#: Name of the check, how grave it is, and the check.
QUESTION_CHECKS: tuple[tuple[str, Severity, QuestionCheck], ...] = (
    ("keys", "error", check_key_count),
    ("count", "error", check_option_count),
    ("should", "error", check_judgement_stem),
    ("duplicates", "error", check_duplicate_options),
    ("answers", "error", check_typed_answers),
    ("reasons", "error", check_reasons),
    ("explanation", "error", check_explanation_length),
    ("references", "error", check_references),
    ("proof", "error", check_proof_kind),
    ("load", "warning", check_reading_load),
)


def run_question_checks(
    one: Question, checks: tuple[tuple[str, Severity, QuestionCheck], ...]
) -> Iterator[Finding]:
    """Yield what the checks find in one question."""
    for name, severity, check in checks:
        for part, found, expected in check(one):
            yield Finding(
                one.path, one.line, one.key, part, found, expected, name, severity
            )
