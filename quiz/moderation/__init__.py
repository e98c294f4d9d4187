"""Keeping the bank right while it is in use: problem reports, quarantine, rescoring, calibration."""
