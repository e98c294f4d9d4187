"""Checks of the bank as a whole: shares, coverage, likeness, and what the guesser finds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from quiz.bank.catalogue import Catalogue
from quiz.bank.check.guesser import CueResult
from quiz.bank.check.similar import giving_away, near_duplicates
from quiz.bank.check.structure import plain
from quiz.bank.check.wording import has_telling_absolutes, is_negative
from quiz.bank.check.words import content_stems, visible_text, weights
from quiz.bank.findings import Finding
from quiz.bank.questions import Question

LEAST_PER_OBJECTIVE = 3
LEAST_PER_ROW = 2
LEAST_PER_READING_PACK = 12
NEGATIVE_SHARE = 0.03
ABSOLUTE_SHARE = 0.02
ECHO_WEIGHT = 3.0
SAME_KEY_COUNT_SHARE = 0.6
SAME_KEY_COUNT_FROM = 8
RECYCLED_IN = 3
#: P(the key is the single longest) must lie within so many standard deviations of luck.
LENGTH_DEVIATIONS = 2.6


def _of_bank(
    check: str, field: str, found: str, expected: str, severity: str = "error"
) -> Finding:
    return Finding("questions", 0, "", field, found, expected, check, severity)  # type: ignore[arg-type]  # one of the three


def _about(
    one: Question, check: str, severity: str, remark: tuple[str, str, str]
) -> Finding:
    return Finding(one.path, one.line, one.key, *remark, check, severity)  # type: ignore[arg-type]  # one of the three


def coverage(catalogue: Catalogue) -> Iterator[Finding]:
    """Every objective and every tested row of the matrix has its questions."""
    for objective in catalogue.objectives.values():
        count = len(catalogue.of_objective(objective.id))
        if count < LEAST_PER_OBJECTIVE:
            expected = f"at least {LEAST_PER_OBJECTIVE}"
            yield _of_bank("coverage", objective.id, f"{count} questions", expected)
    for row in catalogue.rows.values():
        count = len(catalogue.of_tag(row.id))
        if row.is_tested and count < LEAST_PER_ROW:
            expected = f"at least {LEAST_PER_ROW}"
            yield _of_bank("coverage", row.id, f"a tag on {count} questions", expected)


def untested_tags(catalogue: Catalogue) -> Iterator[Finding]:
    """A row that is shown only is no tag."""
    for one in catalogue.questions.values():
        for tag in one.tags:
            if not catalogue.rows[tag].is_tested:
                remark = (
                    "tags",
                    f"{tag}, which is shown and not tested",
                    "a row with levels",
                )
                yield _about(one, "tags", "error", remark)


def shares(questions: Sequence[Question]) -> Iterator[Finding]:
    """Negative questions and telling absolute words stay rare."""
    count = max(len(questions), 1)
    negative = sum(is_negative(one) for one in questions) / count
    if negative > NEGATIVE_SHARE:
        yield _of_bank(
            "negative", "bank", f"{negative:.1%}", f"at most {NEGATIVE_SHARE:.0%}"
        )
    absolute = sum(has_telling_absolutes(one) for one in questions) / count
    if absolute > ABSOLUTE_SHARE:
        yield _of_bank(
            "absolute", "bank", f"{absolute:.1%}", f"at most {ABSOLUTE_SHARE:.0%}"
        )


def likeness(questions: Sequence[Question]) -> Iterator[Finding]:
    """Near duplicates, and questions whose stems answer others, are enemies."""
    for pair in near_duplicates(questions):
        if not pair.is_settled:
            remark = (
                "enemies",
                f"{pair.why} with {pair.second.key}",
                "one rewritten, or enemies",
            )
            yield _about(pair.first, "duplicates", "error", remark)
    for pair in giving_away(questions):
        if not pair.is_settled:
            remark = (
                "enemies",
                f"{pair.why} in the stem of {pair.second.key}",
                "enemies",
            )
            yield _about(pair.first, "cross-cue", "warning", remark)


def echoes(questions: Sequence[Question]) -> Iterator[Finding]:
    """A rare word of the stem that stands in the key alone points at it."""
    idf = weights(visible_text(one) for one in questions)
    for one in questions:
        if one.type != "single" or len(questions) < 100:
            # In a small bank every word is rare.
            continue
        said = {word for word in content_stems(one.stem) if idf[word] >= ECHO_WEIGHT}
        stems = [set(content_stems(option.text)) for option in one.options]
        key = next(
            number for number, option in enumerate(one.options) if option.correct
        )
        others = set().union(
            *(words for number, words in enumerate(stems) if number != key)
        )
        telling = (stems[key] & said) - others
        # A wrong option that echoes another word of the stem levels the scales.
        if telling and not (others & said):
            words = ", ".join(sorted(telling))
            remark = ("Options", f"the stem's {words!r} in the key alone", "no echo")
            yield _about(one, "echo", "warning", remark)


def recycled_options(questions: Sequence[Question]) -> Iterator[Finding]:
    """The same words are not the key (or a wrong option) of many questions."""
    users: dict[tuple[str, bool], list[Question]] = defaultdict(list)
    for one in questions:
        for option in one.options:
            if len(option.text.split()) > 1:
                users[plain(option.text), option.correct].append(one)
    for (text, is_key), group in users.items():
        if len(group) > RECYCLED_IN:
            what = "key" if is_key else "wrong option"
            remark = (
                "Options",
                f"{text!r}, {what} of {len(group)} questions",
                "other words",
            )
            yield _about(group[0], "recycled", "warning", remark)


def key_counts(questions: Sequence[Question]) -> Iterator[Finding]:
    """Of how many options so many are keys must not be known beforehand."""
    by_size: dict[int, Counter[int]] = defaultdict(Counter)
    for one in questions:
        if one.type == "multiple":
            by_size[len(one.options)][
                sum(option.correct for option in one.options)
            ] += 1
    for size, counts in sorted(by_size.items()):
        keys, most = counts.most_common(1)[0]
        share = most / counts.total()
        if counts.total() >= SAME_KEY_COUNT_FROM and share > SAME_KEY_COUNT_SHARE:
            found = f"{keys} keys in {share:.0%} of those with {size} options"
            yield _of_bank("key-counts", "multiple", found, "at most 60 %", "warning")


def key_places(questions: Sequence[Question]) -> Iterator[Finding]:
    """Where keys stand in the files; said for the record, since every page shuffles."""
    by_size: dict[int, Counter[int]] = defaultdict(Counter)
    for one in questions:
        if one.type == "single":
            place = next(
                number for number, option in enumerate(one.options) if option.correct
            )
            by_size[len(one.options)][place] += 1
    for size, counts in sorted(by_size.items()):
        expected = counts.total() / size
        chi = sum((counts[place] - expected) ** 2 / expected for place in range(size))
        places = " ".join(str(counts[place]) for place in range(size))
        found = (
            f"{places} of {counts.total()} with {size} options, chi-square {chi:.1f}"
        )
        yield _of_bank("places", "single", found, f"about {expected:.0f} each", "info")


def cues(results: Sequence[CueResult]) -> Iterator[Finding]:
    """No cue may score beyond luck."""
    for one in results:
        said = f"{one.score:.1f} of {one.questions} right, {one.expected:.1f} by luck"
        if one.fails:
            found = f"{said} ({one.excess:+.1%}, p {one.p:.2g})"
            yield _of_bank("guesser", one.name, found, "no more than luck, and no less")
        elif one.name == "longest" and abs(one.z) > LENGTH_DEVIATIONS:
            found = f"{said} ({one.z:+.1f} standard deviations)"
            yield _of_bank("guesser", one.name, found, f"within {LENGTH_DEVIATIONS}")


def whole_bank(catalogue: Catalogue, results: Sequence[CueResult]) -> Iterator[Finding]:
    """Yield everything that only the whole bank shows."""
    questions = tuple(catalogue.questions.values())
    yield from coverage(catalogue)
    yield from shares(questions)
    yield from likeness(questions)
    yield from echoes(questions)
    yield from recycled_options(questions)
    yield from key_counts(questions)
    yield from key_places(questions)
    yield from cues(results)
