"""Answers: read from a form, normalised, scored."""
