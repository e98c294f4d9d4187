"""Learned cues: a regression that tells keys from wrong options by their wording.

Ridge regressions on differences within each question. Each question is judged by what was learned
from the questions of other objectives alone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from quiz.bank.linting.surface_cues import CUES, ChoiceQuestion, CueContext, Scores
from quiz.bank.linting.vocabulary import split_tokens

FOLDS = 10
#: Ridge penalty, for features that are scaled to length 1.
PENALTY = 0.3
SURFACE_PENALTY = 20.0
#: Features seen in fewer options than this are left out.
MIN_OCCURRENCES = 4
LETTER_GROUP_SIZES = (2, 3, 4)
#: Only the most frequent pieces are used, to keep the matrix small.
MAX_FEATURES = 1500
MAX_SHOWN_WORDS = 4

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CueExplanation:
    """Why a learned cue prefers an option in one question."""

    key: str
    #: By how much the key scores higher than the best wrong option; above 0 it is given away.
    score_lead: float
    #: Words that speak for the key, and words that speak against wrong options.
    in_key: tuple[str, ...]
    in_wrong: tuple[str, ...]


def score_by_surface(
    choices: Sequence[ChoiceQuestion], sight: CueContext
) -> list[Scores]:
    """Return scores from all surface cues together."""
    rows = [_surface_features(choice_question, sight) for choice_question in choices]
    matrix = np.vstack(rows) if rows else np.zeros((0, len(CUES)))
    return _RidgeRegression(choices, matrix, SURFACE_PENALTY).scores


def score_by_words(choices: Sequence[ChoiceQuestion], _: CueContext) -> list[Scores]:
    """Return scores from the words of the options."""
    return _fit_words(choices)[0].scores


def score_by_letters(choices: Sequence[ChoiceQuestion], _: CueContext) -> list[Scores]:
    """Return scores from groups of two to four letters: endings, marks, turns of phrase."""
    return _RidgeRegression(
        choices, _weighted_features(choices, _letter_groups)[0], PENALTY
    ).scores


def explain_cues(choices: Sequence[ChoiceQuestion]) -> list[CueExplanation]:
    """Return for each question how the learned words tell the key, the clearest first."""
    learned, names = _fit_words(choices)
    found = []
    for number, one in enumerate(choices):
        scores = learned.scores[number]
        wrong = [place for place in range(len(scores)) if place not in one.keys]
        if not wrong or not one.keys:
            continue
        best = max(one.keys, key=lambda place: scores[place])
        rest = max(wrong, key=lambda place: scores[place])
        shares = learned.feature_shares(number)
        in_key = {*split_tokens(one.options[best])}
        in_wrong = {
            word for place in wrong for word in split_tokens(one.options[place])
        }
        found.append(
            CueExplanation(
                one.key,
                round(scores[best] - scores[rest], 4),
                _largest_features(shares[best], names, in_key),
                _largest_features(-shares[wrong].min(axis=0), names, in_wrong),
            )
        )
    return sorted(found, key=lambda telling: -telling.score_lead)


@dataclass(frozen=True)
class WordCount:
    """How often a word stands in keys and in wrong options, and how far that is from chance."""

    word: str
    in_keys: int
    in_wrong: int
    #: In standard deviations; below 0 the word is more frequent in wrong options.
    z: float


def find_uneven_words(choices: Sequence[ChoiceQuestion]) -> list[WordCount]:
    """Return the words that are spread unevenly over keys and wrong options, the most uneven first."""
    keys: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for choice_question in choices:
        for place, text in enumerate(choice_question.options):
            (keys if place in choice_question.keys else wrong).update(
                set(split_tokens(text))
            )
    share = sum(len(choice_question.keys) for choice_question in choices) / max(
        1, sum(len(choice_question.options) for choice_question in choices)
    )
    found = [
        WordCount(
            word,
            keys[word],
            wrong[word],
            _word_deviation(keys[word], wrong[word], share),
        )
        for word in keys | wrong
        if keys[word] + wrong[word] >= 2 * MIN_OCCURRENCES
    ]
    return sorted(found, key=lambda one: (-abs(one.z), one.word))


def _word_deviation(in_keys: int, in_wrong: int, share: float) -> float:
    count = in_keys + in_wrong
    return float((in_keys - count * share) / np.sqrt(count * share * (1 - share)))


class _RidgeRegression:
    """A ridge regression of keys on features, cross-validated over ten groups of objectives."""

    def __init__(
        self, choices: Sequence[ChoiceQuestion], matrix: Floats, penalty: float
    ) -> None:
        counts = [len(choice_question.options) for choice_question in choices]
        self.starts = np.cumsum([0, *counts])
        self.matrix = matrix.copy()
        target = np.array(
            [
                place in choice_question.keys
                for choice_question in choices
                for place in range(len(choice_question.options))
            ],
            dtype=float,
        )
        for start, end in zip(self.starts, self.starts[1:], strict=False):
            self.matrix[start:end] -= self.matrix[start:end].mean(axis=0)
            target[start:end] -= target[start:end].mean()
        self.folds = np.repeat(
            [_fold_number(choice_question.group) for choice_question in choices], counts
        )
        self.weights = self._fit_folds(target, penalty)
        self.scores: list[Scores] = [
            [
                round(float(score), 9)
                for score in self.feature_shares(number).sum(axis=1)
            ]
            for number in range(len(choices))
        ]

    def feature_shares(self, number: int) -> Floats:
        """Return the contribution of each feature to the score of each option of one question."""
        rows = slice(self.starts[number], self.starts[number + 1])
        shares: Floats = self.matrix[rows] * self.weights[int(self.folds[rows][0])]
        return shares

    def _fit_folds(self, target: Floats, penalty: float) -> dict[int, Floats]:
        """Return the weights for each fold, fitted on all other folds."""
        gram = self.matrix.T @ self.matrix + penalty * np.eye(self.matrix.shape[1])
        towards = self.matrix.T @ target
        weights: dict[int, Floats] = {}
        for fold in np.unique(self.folds):
            # Subtracting the left-out rows is much cheaper than adding up all the others.
            left_out = self.matrix[self.folds == fold]
            known = towards - left_out.T @ target[self.folds == fold]
            solved = np.linalg.solve(gram - left_out.T @ left_out, known)
            weights[int(fold)] = np.asarray(solved, dtype=float)
        return weights


def _fit_words(choices: Sequence[ChoiceQuestion]) -> tuple[_RidgeRegression, list[str]]:
    matrix, names = _weighted_features(choices, split_tokens)
    return _RidgeRegression(choices, matrix, PENALTY), names


def _letter_groups(text: str) -> list[str]:
    marked = f"^{text.lower()}$"
    return [
        marked[start : start + size]
        for size in LETTER_GROUP_SIZES
        for start in range(len(marked) - size + 1)
    ]


def _weighted_features(
    choices: Sequence[ChoiceQuestion], cut: Callable[[str], list[str]]
) -> tuple[Floats, list[str]]:
    """Return one row per option: its pieces weighted by rarity, scaled to length 1."""
    pieces = [
        set(cut(text))
        for choice_question in choices
        for text in choice_question.options
    ]
    counts = Counter(piece for found in pieces for piece in found)
    seen = sorted(counts, key=lambda piece: (-counts[piece], piece))[:MAX_FEATURES]
    names = [piece for piece in seen if counts[piece] >= MIN_OCCURRENCES]
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(pieces), len(names)))
    for row, found in enumerate(pieces):
        for piece in found & columns.keys():
            matrix[row, columns[piece]] = np.log(len(pieces) / counts[piece])
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, lengths, out=matrix, where=lengths > 0), names


def _fold_number(group: str) -> int:
    return sha256(group.encode()).digest()[0] % FOLDS


def _surface_features(question: ChoiceQuestion, sight: CueContext) -> Floats:
    """Return the numbers of all cues for each option, centred and scaled within the question."""
    columns = np.array([cue(question, sight) for cue in CUES.values()], dtype=float)
    centred = columns - columns.mean(axis=1, keepdims=True)
    spread = centred.std(axis=1, keepdims=True)
    scaled: Floats = np.divide(
        centred, spread, out=np.zeros_like(centred), where=spread > 1e-12
    )
    return scaled.transpose()


def _largest_features(
    shares: Floats, names: Sequence[str], among: set[str]
) -> tuple[str, ...]:
    order = [
        place
        for place in np.argsort(-shares)
        if names[place] in among and shares[place] > 0
    ]
    return tuple(names[place] for place in order[:MAX_SHOWN_WORDS])
