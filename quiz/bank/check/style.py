"""Cues that are learned: does the wording of keys differ from that of wrong options so that a machine sees it.

Each question is judged by what was learned from the questions of other objectives alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import sqrt

import numpy as np
import numpy.typing as npt

from quiz.bank.check.cues import CUES, Choice, Scores, Sight, choices_of
from quiz.bank.check.words import tokens
from quiz.bank.questions import Question

FOLDS = 10
#: Ridge penalty of the surface model, in units of the summed squares of a feature.
PENALTY = 0.1
#: Words seen in fewer options than this say nothing.
LEAST_SEEN = 4
SHOWN_WORDS = 40

Floats = npt.NDArray[np.float64]


def learned_surface(choices: Sequence[Choice], sight: Sight) -> list[Scores]:
    """Return scores from a ridge regression on all surface cues together, cross-validated."""
    features = [_features(one, sight) for one in choices]
    targets = [_targets(one) for one in choices]
    folds = [_fold(one.group) for one in choices]
    scores: list[Scores] = []
    models = {fold: _fit(features, targets, folds, fold) for fold in set(folds)}
    for one, fold in zip(features, folds, strict=True):
        scores.append([round(float(score), 9) for score in one @ models[fold]])
    return scores


def learned_words(choices: Sequence[Choice], _: Sight) -> list[Scores]:
    """Return scores from the words that keys of other objectives use more often, cross-validated."""
    folds = [_fold(one.group) for one in choices]
    models = {fold: _log_odds(choices, folds, fold) for fold in set(folds)}
    return [
        [
            round(sum(models[fold].get(word, 0.0) for word in set(tokens(text))), 9)
            for text in one.options
        ]
        for one, fold in zip(choices, folds, strict=True)
    ]


def _fold(group: str) -> int:
    return sha256(group.encode()).digest()[0] % FOLDS


def _features(one: Choice, sight: Sight) -> Floats:
    """Return the cues' numbers for each option, centred and scaled within the question."""
    columns = np.array([cue(one, sight) for cue in CUES.values()], dtype=float)
    centred = columns - columns.mean(axis=1, keepdims=True)
    spread = centred.std(axis=1, keepdims=True)
    scaled: Floats = np.divide(
        centred, spread, out=np.zeros_like(centred), where=spread > 1e-12
    )
    return scaled.transpose()


def _targets(one: Choice) -> Floats:
    marks = np.array(
        [number in one.keys for number in range(len(one.options))], dtype=float
    )
    centred: Floats = marks - marks.mean()
    return centred


def _fit(
    features: Sequence[Floats],
    targets: Sequence[Floats],
    folds: Sequence[int],
    left_out: int,
) -> Floats:
    chosen = [number for number, fold in enumerate(folds) if fold != left_out]
    width = len(CUES)
    if not chosen:
        return np.zeros(width)
    matrix = np.vstack([features[number] for number in chosen])
    target = np.concatenate([targets[number] for number in chosen])
    gram = matrix.T @ matrix
    penalty = PENALTY * max(1.0, float(np.trace(gram)) / width)
    weights: Floats = np.linalg.solve(gram + penalty * np.eye(width), matrix.T @ target)
    return weights


def _log_odds(
    choices: Sequence[Choice], folds: Sequence[int], left_out: int
) -> dict[str, float]:
    learned_from = (
        one for one, fold in zip(choices, folds, strict=True) if fold != left_out
    )
    in_keys, in_wrong = _counts(learned_from)
    keys, wrong = in_keys.total() + 1, in_wrong.total() + 1
    return {
        word: float(
            np.log((in_keys[word] + 0.5) / keys)
            - np.log((in_wrong[word] + 0.5) / wrong)
        )
        for word in in_keys | in_wrong
        if in_keys[word] + in_wrong[word] >= LEAST_SEEN
    }


def telling_words(questions: Sequence[Question]) -> list[tuple[str, int, int, float]]:
    """Return words with their count in keys, in wrong options, and how far that is from luck (z)."""
    choices = choices_of(questions)
    in_keys, in_wrong = _counts(choices)
    keys = sum(len(one.keys) for one in choices)
    share = keys / max(1, sum(len(one.options) for one in choices))
    found = []
    for word in in_keys | in_wrong:
        count = in_keys[word] + in_wrong[word]
        if count >= 2 * LEAST_SEEN:
            z = (in_keys[word] - count * share) / sqrt(count * share * (1 - share))
            found.append((word, in_keys[word], in_wrong[word], z))
    return sorted(found, key=lambda row: -abs(row[3]))[:SHOWN_WORDS]


def _counts(choices: Iterable[Choice]) -> tuple[Counter[str], Counter[str]]:
    in_keys: Counter[str] = Counter()
    in_wrong: Counter[str] = Counter()
    for one in choices:
        for number, text in enumerate(one.options):
            (in_keys if number in one.keys else in_wrong).update(set(tokens(text)))
    return in_keys, in_wrong
