"""Calibration: what collected answers say about the questions and about the people who gave them.

One model for all areas together, fitted by expectation maximisation around expectation
propagation. Here stand the names others use; nothing here reads files or knows a database.
"""

from quiz.calibration.em import (
    CalibrationResult,
    DidNotConverge,
    calibrate_items,
    fit_model,
)
from quiz.calibration.response_data import ResponseData, ScoredResponse
from quiz.measurement.irt.items import ItemParameters

__all__ = [
    "CalibrationResult",
    "DidNotConverge",
    "ItemParameters",
    "ResponseData",
    "ScoredResponse",
    "calibrate_items",
    "fit_model",
]
