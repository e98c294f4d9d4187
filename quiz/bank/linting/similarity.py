"""Questions that are too similar, or answer each other, and so must not be in the same sitting."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from quiz.bank.linting.vocabulary import (
    content_stems,
    inverse_document_frequencies,
    split_tokens,
    visible_text,
)
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of

SHINGLE_WORDS = 5
MIN_SHINGLE_SIMILARITY = 0.6
MIN_WORD_SIMILARITY = 0.85
#: A word is rare if at most this many questions of the bank contain it.
MAX_RARE_DOCUMENTS = 3
#: This many rare words of a key in another stem give the key away.
MIN_SHARED_RARE_WORDS = 2


@dataclass(frozen=True)
class SimilarPair:
    """Two questions, and why they must not be in the same sitting."""

    first: Question
    second: Question
    why: str

    @property
    def is_marked(self) -> bool:
        """Whether one of them names the other as its enemy."""
        return (
            self.second.key in self.first.enemies
            or self.first.key in self.second.enemies
        )


def find_near_duplicates(questions: Iterable[Question]) -> Iterator[SimilarPair]:
    """Yield pairs within an area that share most of their wording."""
    areas: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        areas[question.area].append(question)
    for group in areas.values():
        texts = {one.key: visible_text(one) for one in group}
        shingles = {key: _word_shingles(text) for key, text in texts.items()}
        vectors = _tfidf_vectors(texts)
        for first, second in combinations(group, 2):
            jaccard = _jaccard_similarity(shingles[first.key], shingles[second.key])
            cosine = _cosine_similarity(vectors[first.key], vectors[second.key])
            if jaccard >= MIN_SHINGLE_SIMILARITY:
                yield SimilarPair(
                    first, second, f"{jaccard:.0%} of their word groups in common"
                )
            elif cosine >= MIN_WORD_SIMILARITY:
                yield SimilarPair(first, second, f"a likeness of words of {cosine:.2f}")


def find_cueing_pairs(questions: Iterable[Question]) -> Iterator[SimilarPair]:
    """Yield pairs within an objective in which one stem contains rare words of the other's key."""
    questions = list(questions)
    count: Counter[str] = Counter()
    stems: dict[str, set[str]] = {}
    for one in questions:
        count.update(set(content_stems(visible_text(one))))
        stems[one.key] = set(content_stems(one.stem))
    objectives: dict[str, list[Question]] = defaultdict(list)
    for one in questions:
        objectives[one.objective].append(one)
    for group in objectives.values():
        for one in group:
            telling = {
                word
                for word in _key_stems(one) - stems[one.key]
                if count[word] <= MAX_RARE_DOCUMENTS
            }
            for other in group:
                shared = telling & stems[other.key]
                if other is not one and len(shared) >= MIN_SHARED_RARE_WORDS:
                    yield SimilarPair(
                        one, other, "the key's words " + ", ".join(sorted(shared))
                    )


def find_unmarked_pairs(questions: Sequence[Question]) -> list[SimilarPair]:
    """Return the pairs that must be kept apart and are not marked as enemies yet, each once."""
    found: dict[frozenset[str], SimilarPair] = {}
    for pair in (*find_near_duplicates(questions), *find_cueing_pairs(questions)):
        if not pair.is_marked:
            found.setdefault(frozenset((pair.first.key, pair.second.key)), pair)
    return list(found.values())


def _key_stems(question: Question) -> set[str]:
    """Return the stems that stand in right answers and in no wrong option."""
    keys = list(type_of(question).accepted_texts(question))
    others: list[str] = []
    for choices in type_of(question).choice_sets(question):
        for number, text in enumerate(choices.texts):
            (keys if number in choices.keys else others).append(text)
    return set(content_stems(" ".join(keys))) - set(content_stems(" ".join(others)))


def _word_shingles(text: str) -> set[tuple[str, ...]]:
    words = split_tokens(text)
    return {
        tuple(words[start : start + SHINGLE_WORDS])
        for start in range(max(1, len(words) - SHINGLE_WORDS + 1))
    }


def _jaccard_similarity(
    first: set[tuple[str, ...]], second: set[tuple[str, ...]]
) -> float:
    return len(first & second) / len(first | second)


def _tfidf_vectors(texts: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return unit vectors of tf-idf weights."""
    idf = inverse_document_frequencies(texts.values())
    vectors = {}
    for key, text in texts.items():
        counts = Counter(content_stems(text))
        raw = {word: count * idf[word] for word, count in counts.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors[key] = {word: value / length for word, value in raw.items()}
    return vectors


def _cosine_similarity(
    first: Mapping[str, float], second: Mapping[str, float]
) -> float:
    if len(second) < len(first):
        first, second = second, first
    return sum(value * second.get(word, 0.0) for word, value in first.items())
