"""Keeping a running Trigpoint well: example data, checks of the database."""
