"""Calibration of items and population from collected answers.

One model for all areas together, fitted by expectation maximisation with expectation
propagation inside. This package knows neither files nor the database.
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
