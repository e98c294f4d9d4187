"""Checks of the bank as a whole: shares, coverage, similarity, and surface cues."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from quiz.bank.linting.cue_scores import CueResult
from quiz.bank.linting.similarity import find_cueing_pairs, find_near_duplicates
from quiz.bank.linting.vocabulary import (
    content_stems,
    inverse_document_frequencies,
    visible_text,
)
from quiz.bank.linting.wording import has_cueing_absolutes, is_negative
from quiz.bank.prose import normalise_text
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.bank.types.protocol import ChoiceSet
from quiz.bank.types.registry import type_of
from quiz.catalogue.findings import Finding

MIN_PER_OBJECTIVE = 3
MIN_PER_ROW = 2
MIN_PER_READING_PACK = 12
MAX_NEGATIVE_SHARE = 0.03
MAX_ABSOLUTE_SHARE = 0.02
ECHO_WEIGHT = 3.0
ECHO_MIN_QUESTIONS = 100
SAME_KEY_COUNT_SHARE = 0.6
SAME_KEY_COUNT_FROM = 8
RECYCLED_IN = 3
#: P(the key is the single longest) must lie within this many standard deviations of chance.
LENGTH_DEVIATIONS = 2.6


def _bank_finding(
    check: str, field: str, found: str, expected: str, severity: str = "error"
) -> Finding:
    return Finding("questions", 0, "", field, found, expected, check, severity)  # type: ignore[arg-type]  # one of the three


def _question_finding(
    question: Question, check: str, severity: str, remark: tuple[str, str, str]
) -> Finding:
    return Finding(question.path, question.line, question.key, *remark, check, severity)  # type: ignore[arg-type]  # one of the three


def _choice_sets(questions: Sequence[Question]) -> Iterator[ChoiceSet]:
    for question in questions:
        yield from type_of(question).choice_sets(question)


def check_coverage(catalogue: Catalogue) -> Iterator[Finding]:
    """Every objective and every tested row of the skills matrix has enough questions."""
    for objective in catalogue.objectives.values():
        count = len(catalogue.questions_of_objective(objective.id))
        if count < MIN_PER_OBJECTIVE:
            expected = f"at least {MIN_PER_OBJECTIVE}"
            yield _bank_finding(
                "coverage", objective.id, f"{count} questions", expected
            )
    for row in catalogue.rows.values():
        count = len(catalogue.questions_of_tag(row.id))
        if row.is_tested and count < MIN_PER_ROW:
            expected = f"at least {MIN_PER_ROW}"
            yield _bank_finding(
                "coverage", row.id, f"a tag on {count} questions", expected
            )


def check_untested_tags(catalogue: Catalogue) -> Iterator[Finding]:
    """Only tested rows of the skills matrix may be used as tags."""
    for question in catalogue.questions.values():
        for tag in question.tags:
            if not catalogue.rows[tag].is_tested:
                remark = (
                    "tags",
                    f"{tag}, which is shown and not tested",
                    "a row with levels",
                )
                yield _question_finding(question, "tags", "error", remark)


def check_wording_shares(questions: Sequence[Question]) -> Iterator[Finding]:
    """Negative questions, and absolute words that give wrong options away, stay rare."""
    count = max(len(questions), 1)
    negative = sum(is_negative(question) for question in questions) / count
    if negative > MAX_NEGATIVE_SHARE:
        yield _bank_finding(
            "negative", "bank", f"{negative:.1%}", f"at most {MAX_NEGATIVE_SHARE:.0%}"
        )
    absolute = sum(has_cueing_absolutes(question) for question in questions) / count
    if absolute > MAX_ABSOLUTE_SHARE:
        yield _bank_finding(
            "absolute", "bank", f"{absolute:.1%}", f"at most {MAX_ABSOLUTE_SHARE:.0%}"
        )


def check_similarity(questions: Sequence[Question]) -> Iterator[Finding]:
    """Near duplicates, and questions whose stem answers another, must be marked as enemies."""
    for pair in find_near_duplicates(questions):
        if not pair.is_marked:
            remark = (
                "enemies",
                f"{pair.why} with {pair.second.key}",
                "one rewritten, or enemies",
            )
            yield _question_finding(pair.first, "duplicates", "error", remark)
    for pair in find_cueing_pairs(questions):
        if not pair.is_marked:
            remark = (
                "enemies",
                f"{pair.why} in the stem of {pair.second.key}",
                "enemies",
            )
            yield _question_finding(pair.first, "cross-cue", "warning", remark)


def check_echoes(questions: Sequence[Question]) -> Iterator[Finding]:
    """A rare word of the stem must not appear in the key alone."""
    idf = inverse_document_frequencies(visible_text(question) for question in questions)
    if len(questions) < ECHO_MIN_QUESTIONS:
        # In a small bank every word is rare.
        return
    for question in questions:
        said = {
            word for word in content_stems(question.stem) if idf[word] >= ECHO_WEIGHT
        }
        for choices in type_of(question).choice_sets(question):
            if not choices.has_one_key:
                continue
            stems = [set(content_stems(text)) for text in choices.texts]
            [key] = choices.keys
            others = set().union(*stems[:key], *stems[key + 1 :])
            telling = (stems[key] & said) - others
            # A wrong option that echoes the stem as well makes up for it.
            if telling and not (others & said):
                words = ", ".join(sorted(telling))
                found = f"the stem's {words!r} in the key alone"
                yield _question_finding(
                    question, "echo", "warning", ("Options", found, "no echo")
                )


def check_recycled_options(questions: Sequence[Question]) -> Iterator[Finding]:
    """The same text must not be the key, or a wrong option, of many questions."""
    users: dict[tuple[str, bool], list[Question]] = defaultdict(list)
    for question in questions:
        for choices in type_of(question).choice_sets(question):
            for number, text in enumerate(choices.texts):
                if len(text.split()) > 1:
                    users[normalise_text(text), number in choices.keys].append(question)
    for (text, is_key), group in users.items():
        if len(group) > RECYCLED_IN:
            what = "key" if is_key else "wrong option"
            remark = (
                "Options",
                f"{text!r}, {what} of {len(group)} questions",
                "other words",
            )
            yield _question_finding(group[0], "recycled", "warning", remark)


def check_key_counts(questions: Sequence[Question]) -> Iterator[Finding]:
    """The number of keys must not follow from the number of options."""
    by_size: dict[int, Counter[int]] = defaultdict(Counter)
    for choices in _choice_sets(questions):
        if choices.has_several_keys:
            by_size[len(choices.texts)][len(choices.keys)] += 1
    for size, counts in sorted(by_size.items()):
        keys, most = counts.most_common(1)[0]
        share = most / counts.total()
        if counts.total() >= SAME_KEY_COUNT_FROM and share > SAME_KEY_COUNT_SHARE:
            found = f"{keys} keys in {share:.0%} of those with {size} options"
            yield _bank_finding(
                "key-counts", "several keys", found, "at most 60%", "warning"
            )


def check_key_positions(questions: Sequence[Question]) -> Iterator[Finding]:
    """Report where keys stand in the files, for information: every page shuffles its options."""
    by_size: dict[int, Counter[int]] = defaultdict(Counter)
    for choices in _choice_sets(questions):
        if choices.has_one_key:
            by_size[len(choices.texts)][min(choices.keys)] += 1
    for size, counts in sorted(by_size.items()):
        expected = counts.total() / size
        chi = sum((counts[place] - expected) ** 2 / expected for place in range(size))
        places = " ".join(str(counts[place]) for place in range(size))
        found = (
            f"{places} of {counts.total()} with {size} options, chi-square {chi:.1f}"
        )
        yield _bank_finding(
            "places", "one key", found, f"about {expected:.0f} each", "info"
        )


def check_cues(results: Sequence[CueResult]) -> Iterator[Finding]:
    """No surface cue may score better, or worse, than chance."""
    for one in results:
        said = f"{one.score:.1f} of {one.questions} right, {one.expected:.1f} by luck"
        if one.is_failing:
            found = f"{said} ({one.excess_share:+.1%}, p {one.p:.2g})"
            yield _bank_finding(
                "guesser", one.name, found, "no more than luck, and no less"
            )
        elif one.name == "longest" and abs(one.z) > LENGTH_DEVIATIONS:
            found = f"{said} ({one.z:+.1f} standard deviations)"
            yield _bank_finding(
                "guesser", one.name, found, f"within {LENGTH_DEVIATIONS}"
            )


def check_whole_bank(
    catalogue: Catalogue, results: Sequence[CueResult]
) -> Iterator[Finding]:
    """Run all checks that need the whole bank."""
    questions = tuple(catalogue.questions.values())
    yield from check_coverage(catalogue)
    yield from check_wording_shares(questions)
    yield from check_similarity(questions)
    yield from check_echoes(questions)
    yield from check_recycled_options(questions)
    yield from check_key_counts(questions)
    yield from check_key_positions(questions)
    yield from check_cues(results)
