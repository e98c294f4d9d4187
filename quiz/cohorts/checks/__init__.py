"""Checks of a cohort: their dates, who takes them, when they close, and which results members share."""
