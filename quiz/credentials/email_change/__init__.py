"""Changing the email address: the new one is shown to be theirs first."""
