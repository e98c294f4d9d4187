"""Tokens with which a program reads what an instructor sees."""
