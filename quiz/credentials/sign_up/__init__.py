"""Signing up: the address is shown to be theirs first, then the account is made."""
