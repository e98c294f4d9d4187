"""Calibration: what collected answers say about the questions and about the people who gave them.

One model for all areas together, fitted by expectation maximisation around expectation
propagation. Here stand the names others use; nothing here reads files or knows a database.
"""

from quiz.assess.calibration.answers import Answer, Answers
from quiz.assess.calibration.fit import (
    Calibration,
    DidNotConverge,
    calibrate,
    fit,
)
from quiz.assess.items import Fitted

__all__ = [
    "Answer",
    "Answers",
    "Calibration",
    "DidNotConverge",
    "Fitted",
    "calibrate",
    "fit",
]
