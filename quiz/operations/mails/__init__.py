"""Sending emails that wait."""
