"""Surface cues: what somebody who knows nothing of the subject could go by.

Each gives every option a number; the options with the largest are the cue's choice, and equal numbers
everywhere mean that it is silent.
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
    """What the guesser sees of one question, and, kept apart, which options are keys."""

    key: str
    group: str
    stem: str
    options: tuple[str, ...]
    keys: frozenset[int]


@dataclass(frozen=True)
class CueContext:
    """What the guesser knows of the whole bank: how rare words are, how often options recur."""

    inverse_document_frequencies: Mapping[str, float]
    option_counts: Mapping[str, int]


Cue = Callable[[ChoiceQuestion, CueContext], Scores]


def build_choice_questions(questions: Sequence[Question]) -> list[ChoiceQuestion]:
    """Return the questions that have options, as the guesser sees them."""
    return [
        ChoiceQuestion(
            key=one.key,
            group=one.objective,
            stem=one.stem,
            options=choices.texts,
            keys=choices.keys,
        )
        for one in questions
        for choices in type_of(one).choice_sets(one)
    ]


def build_cue_context(choices: Sequence[ChoiceQuestion]) -> CueContext:
    """Return what can be counted over the bank without knowing the keys."""
    return CueContext(
        inverse_document_frequencies=inverse_document_frequencies(
            one.stem + "\n" + "\n".join(one.options) for one in choices
        ),
        option_counts=Counter(
            normalise_text(text) for one in choices for text in one.options
        ),
    )


def _plain_length(text: str) -> int:
    return len(normalise_text(text))


def longest(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the longest option."""
    return [_plain_length(text) for text in one.options]


def shortest(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the shortest option."""
    return [-_plain_length(text) for text in one.options]


def most_words(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with the most words."""
    return [len(split_tokens(text)) for text in one.options]


def stands_out_by_length(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option whose length is furthest from the middle."""
    middle = median(_plain_length(text) for text in one.options)
    return [abs(_plain_length(text) - middle) for text in one.options]


def middle_length(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option whose length is nearest to the mean."""
    middle = mean(_plain_length(text) for text in one.options)
    return [-abs(_plain_length(text) - middle) for text in one.options]


def echo(one: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option that repeats the stem's telling words."""
    said = set(content_stems(one.stem))
    return [
        sum(
            sight.inverse_document_frequencies.get(word, 0.0)
            for word in set(content_stems(text)) & said
        )
        for text in one.options
    ]


def no_echo(one: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option that repeats least of the stem."""
    return [-score for score in echo(one, sight)]


def no_absolutes(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Pass over options with absolute words."""
    return [-len(ABSOLUTE_WORDS & set(split_tokens(text))) for text in one.options]


def hedged(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with hedging words."""
    return [len(HEDGING_WORDS & set(split_tokens(text))) for text in one.options]


def no_negation(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Pass over options that deny something."""
    return [
        -len(re.findall(r"\b(?:not|no|never|without|nothing)\b|n't\b", text.lower()))
        for text in one.options
    ]


def most_specific(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with most figures, code and names."""
    return [
        len(re.findall(r"\d+|`[^`]+`|\b[A-Z]{2,}\b|(?<=[a-z] )[A-Z][a-z]+", text))
        for text in one.options
    ]


def most_marks(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with most commas, brackets and semicolons."""
    return [len(re.findall(r"[,;:()]", text)) for text in one.options]


def gives_reason(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that argues."""
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
    return [len(reasons & set(split_tokens(text))) for text in one.options]


def odd_form(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option of another form: code among words, a figure among code."""
    forms = [
        (
            text.startswith("`"),
            bool(re.search(r"\d", text)),
            text[:1].isupper(),
            text.endswith("."),
        )
        for text in one.options
    ]
    counts = Counter(forms)
    return [-counts[form] for form in forms]


def converging(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that shares most words with the others."""
    stems = [set(content_stems(text)) for text in one.options]
    counts = Counter(word for words in stems for word in words)
    return [
        sum(counts[word] - 1 for word in words) / len(words) if words else 0.0
        for words in stems
    ]


def unlike_others(one: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option that shares least with the others."""
    return [-score for score in converging(one, sight)]


def grammar(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that fits the stem's last words: a or an, one or several."""
    last = normalise_text(one.stem)[-40:]
    article = re.search(r"\b(an?)\W*$", last)
    if not article:
        return [0.0 for _ in one.options]
    return [
        float((normalise_text(text)[:1] in "aeiou") == (article[1] == "an"))
        for text in one.options
    ]


def rarest_words(one: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option with the rarest words."""
    return [
        max(
            (
                sight.inverse_document_frequencies.get(word, 0.0)
                for word in content_stems(text)
            ),
            default=0.0,
        )
        for text in one.options
    ]


def recycled(one: ChoiceQuestion, sight: CueContext) -> Scores:
    """Take the option whose text recurs in the bank."""
    return [sight.option_counts[normalise_text(text)] for text in one.options]


def fresh(one: ChoiceQuestion, sight: CueContext) -> Scores:
    """Pass over options whose text recurs in the bank."""
    return [-score for score in recycled(one, sight)]


def diplomatic(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that talks to people."""
    kind = {stem_word(word) for word in DIPLOMATIC_WORDS}
    return [
        len(kind & {stem_word(word) for word in split_tokens(text)})
        for text in one.options
    ]


def _parse_figure(text: str) -> float | None:
    match = re.fullmatch(
        r"`?[^\d`]{0,3}([-+]?\d[\d,]*(?:\.\d+)?)[^\d`]{0,12}`?", text.strip()
    )
    return float(match[1].replace(",", "")) if match else None


def _option_figures(one: ChoiceQuestion) -> list[float]:
    found = [_parse_figure(text) for text in one.options]
    return (
        [figure for figure in found if figure is not None] if None not in found else []
    )


def middle_figure(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Among figures, take neither the largest nor the smallest."""
    figures = _option_figures(one)
    if not figures:
        return [0.0 for _ in one.options]
    return [float(min(figures) < figure < max(figures)) for figure in figures]


def largest_figure(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Among figures, take the largest."""
    return _option_figures(one) or [0.0 for _ in one.options]


def first_in_file(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that its author wrote first."""
    return [float(number == 0) for number in range(len(one.options))]


def last_in_file(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that its author wrote last."""
    return [float(number == len(one.options) - 1) for number in range(len(one.options))]


def alphabetical(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option that comes first in the alphabet."""
    texts = [normalise_text(text) for text in one.options]
    return [-sorted(texts).index(text) for text in texts]


def long_words(one: ChoiceQuestion, _: CueContext) -> Scores:
    """Take the option with the longest words on average."""
    return [
        mean([len(word) for word in split_tokens(text)] or [0]) for text in one.options
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

#: Cues of the files alone: pages shuffle, so these tell nothing to who takes the quiz.
PLACE_CUES: dict[str, Cue] = {
    "first in file": first_in_file,
    "last in file": last_in_file,
}
