"""Choosing the next item: expected utility, content balancing, length forecast."""
