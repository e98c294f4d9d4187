"""Which questions the cohort missed against what was expected of it, and each of them for a projector."""
