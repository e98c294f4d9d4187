"""Answers to questions of any type: read from a form, put back into it, scored."""
