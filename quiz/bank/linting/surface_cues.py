"""Surface cues: hints that somebody who knows nothing of the subject could follow.

Each gives every option a number and prefers those with the largest. Equal numbers everywhere mean
that the cue has no preference.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from quiz.bank.linting.vocabulary import (
    ABSOLUTE_WORDS,
    DIPLOMATIC_WORDS,
    HEDGING_WORDS,
    content_stems,
    inverse_document_frequencies,
    split_tokens,
    stem_word,
)
from quiz.bank.prose import normalise_text
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of

Scores = Sequence[float]


@dataclass(frozen=True)
class ChoiceQuestion:
    """What the guesser sees of one question, with the keys apart from it."""

    key: str
    group: str
    stem: str
    options: tuple[str, ...]
    keys: frozenset[int]


@dataclass(frozen=True)
class CueContext:
    """What the guesser knows of the whole bank: how rare words are and how often options recur."""

    inverse_document_frequencies: Mapping[str, float]
    option_counts: Mapping[str, int]


Cue = Callable[[ChoiceQuestion, CueContext], Scores]


def build_choice_questions(questions: Sequence[Question]) -> list[ChoiceQuestion]:
    """Return the questions with options as the guesser sees them, one for each set of options."""
    return [
        ChoiceQuestion(
            key=question.key,
            group=question.objective,
            stem=question.stem,
            options=choices.texts,
            keys=choices.keys,
        )
        for question in questions
        for choices in type_of(question).choice_sets(question)
    ]


def build_cue_context(choices: Sequence[ChoiceQuestion]) -> CueContext:
    """Return what can be counted in the bank without the keys."""
    return CueContext(
        inverse_document_frequencies=inverse_document_frequencies(
            choice_question.stem + "\n" + "\n".join(choice_question.options)
            for choice_question in choices
        ),
        option_counts=Counter(
            normalise_text(text)
            for choice_question in choices
            for text in choice_question.options
        ),
    )


def _plain_length(text: str) -> int:
    return len(normalise_text(text))


def longest(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the longest option."""
    return [_plain_length(text) for text in question.options]


def shortest(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the shortest option."""
    return [-_plain_length(text) for text in question.options]


def most_words(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with the most words."""
    return [len(split_tokens(text)) for text in question.options]


def stands_out_by_length(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option whose length is furthest from the middle."""
    middle = median(_plain_length(text) for text in question.options)
    return [abs(_plain_length(text) - middle) for text in question.options]


def middle_length(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option whose length is nearest to the mean."""
    middle = mean(_plain_length(text) for text in question.options)
    return [-abs(_plain_length(text) - middle) for text in question.options]


def echo(question: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option that repeats the rarest words of the stem."""
    said = set(content_stems(question.stem))
    return [
        sum(
            sight.inverse_document_frequencies.get(word, 0.0)
            for word in set(content_stems(text)) & said
        )
        for text in question.options
    ]


def no_echo(question: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option that repeats least of the stem."""
    return [-score for score in echo(question, sight)]


def no_absolutes(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Avoid options with absolute words."""
    return [-len(ABSOLUTE_WORDS & set(split_tokens(text))) for text in question.options]


def hedged(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with hedging words."""
    return [len(HEDGING_WORDS & set(split_tokens(text))) for text in question.options]


def no_negation(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Avoid options that deny something."""
    return [
        -len(re.findall(r"\b(?:not|no|never|without|nothing)\b|n't\b", text.lower()))
        for text in question.options
    ]


def most_specific(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with the most numbers, code and names."""
    return [
        len(re.findall(r"\d+|`[^`]+`|\b[A-Z]{2,}\b|(?<=[a-z] )[A-Z][a-z]+", text))
        for text in question.options
    ]


def most_marks(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with the most commas, brackets and semicolons."""
    return [len(re.findall(r"[,;:()]", text)) for text in question.options]


def gives_reason(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that gives a reason."""
    reasons = {
        "because",
        "since",
        "so",
        "therefore",
        "then",
        "before",
        "until",
        "if",
        "unless",
    }
    return [len(reasons & set(split_tokens(text))) for text in question.options]


def odd_form(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option of a different form: code among words, a number among code."""
    forms = [
        (
            text.startswith("`"),
            bool(re.search(r"\d", text)),
            text[:1].isupper(),
            text.endswith("."),
        )
        for text in question.options
    ]
    counts = Counter(forms)
    return [-counts[form] for form in forms]


def converging(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that shares most words with the others."""
    stems = [set(content_stems(text)) for text in question.options]
    counts = Counter(word for words in stems for word in words)
    return [
        sum(counts[word] - 1 for word in words) / len(words) if words else 0.0
        for words in stems
    ]


def unlike_others(question: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option that shares least with the others."""
    return [-score for score in converging(question, sight)]


def grammar(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that fits the stem's last words: a or an, one or several."""
    last = normalise_text(question.stem)[-40:]
    article = re.search(r"\b(an?)\W*$", last)
    if not article:
        return [0.0 for _ in question.options]
    return [
        float((normalise_text(text)[:1] in "aeiou") == (article[1] == "an"))
        for text in question.options
    ]


def rarest_words(question: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option with the rarest words."""
    return [
        max(
            (
                sight.inverse_document_frequencies.get(word, 0.0)
                for word in content_stems(text)
            ),
            default=0.0,
        )
        for text in question.options
    ]


def recycled(question: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option whose text recurs in the bank."""
    return [sight.option_counts[normalise_text(text)] for text in question.options]


def fresh(question: ChoiceQuestion, sight: CueContext) -> Scores:
    """Avoid options whose text recurs in the bank."""
    return [-score for score in recycled(question, sight)]


def diplomatic(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that talks to people."""
    kind = {stem_word(word) for word in DIPLOMATIC_WORDS}
    return [
        len(kind & {stem_word(word) for word in split_tokens(text)})
        for text in question.options
    ]


def _parse_figure(text: str) -> float | None:
    match = re.fullmatch(
        r"`?[^\d`]{0,3}([-+]?\d[\d,]*(?:\.\d+)?)[^\d`]{0,12}`?", text.strip()
    )
    return float(match[1].replace(",", "")) if match else None


def _option_figures(question: ChoiceQuestion) -> list[float]:
    found = [_parse_figure(text) for text in question.options]
    return (
        [figure for figure in found if figure is not None] if None not in found else []
    )


def middle_figure(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Among numbers, take neither the largest nor the smallest."""
    figures = _option_figures(question)
    if not figures:
        return [0.0 for _ in question.options]
    return [float(min(figures) < figure < max(figures)) for figure in figures]


def largest_figure(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Among numbers, take the largest."""
    return _option_figures(question) or [0.0 for _ in question.options]


def first_in_file(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that its author wrote first."""
    return [float(number == 0) for number in range(len(question.options))]


def last_in_file(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that its author wrote last."""
    return [
        float(number == len(question.options) - 1)
        for number in range(len(question.options))
    ]


def alphabetical(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that comes first in the alphabet."""
    texts = [normalise_text(text) for text in question.options]
    return [-sorted(texts).index(text) for text in texts]


def long_words(question: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with the longest words on average."""
    return [
        mean([len(word) for word in split_tokens(text)] or [0])
        for text in question.options
    ]


CUES: dict[str, Cue] = {
    cue.__name__.replace("_", " "): cue
    for cue in (
        longest,
        shortest,
        most_words,
        stands_out_by_length,
        middle_length,
        echo,
        no_echo,
        no_absolutes,
        hedged,
        no_negation,
        most_specific,
        most_marks,
        gives_reason,
        odd_form,
        converging,
        unlike_others,
        grammar,
        rarest_words,
        long_words,
        recycled,
        fresh,
        diplomatic,
        middle_figure,
        largest_figure,
        alphabetical,
    )
}

#: Cues that exist only in the files: pages shuffle the options.
PLACE_CUES: dict[str, Cue] = {
    "first in file": first_in_file,
    "last in file": last_in_file,
}
