"""The words of a question for checks and cues: tokens, stems, weights, and lists of hint words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from quiz.bank.questions import Question
from quiz.bank.source.blocks import is_paragraph, split_blocks
from quiz.bank.types.registry import type_of

_WORD = re.compile(r"[a-z][a-z0-9'-]*[a-z0-9]|[a-z0-9]+")


def _split_word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS = _split_word_set("""
    a about after all also an and any are as at be because been before being between both but by can
    could did do does doing done down each for from further get gets had has have having he her here
    his how i if in into is it its itself just like may me might more most must my no nor not now of
    off on once one only or other our out over own same she should so some such than that the their
    them then there these they this those through to too two under until up use used uses using very
    was we were what when where which while who whom why will with would you your
""")

ABSOLUTE_WORDS = _split_word_set("""
    always never only none nothing nobody nowhere impossible completely entirely forever
""")

HEDGING_WORDS = _split_word_set("""
    usually often may might can could generally typically sometimes probably likely possibly depends
    unless mostly tends perhaps normally rarely
""")

DIPLOMATIC_WORDS = _split_word_set("""
    team together ask discuss explain share agree suggest offer propose talk meet listen openly
    politely kindly feedback support help conversation privately calmly thank acknowledge
""")


def split_tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=32768)
def stem_word(word: str) -> str:
    """Return a word without common English endings, so that `joins` and `joined` are the same."""
    for ending in (
        "ations",
        "ation",
        "ings",
        "ing",
        "edly",
        "ied",
        "ies",
        "ed",
        "es",
        "s",
        "ly",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning."""
    return [
        stem_word(word)
        for word in split_tokens(text)
        if word not in STOP_WORDS and len(word) > 2
    ]


def question_sentence(question: Question) -> str:
    """Return the paragraph that asks: the last one that is not code."""
    return [block for block in split_blocks(question.stem) if is_paragraph(block)][-1]


def visible_text(question: Question) -> str:
    """Return everything that the taker sees before answering."""
    return "\n".join([question.stem, *type_of(question).visible_texts(question)])


def inverse_document_frequencies(texts: Iterable[str]) -> Mapping[str, float]:
    """Return for each stem its inverse document frequency, ln(N / documents with it)."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update(set(content_stems(text)))
    return {word: math.log(total / count) for word, count in counts.items()}
