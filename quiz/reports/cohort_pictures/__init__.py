"""The levels of a cohort as one picture for a slide."""
