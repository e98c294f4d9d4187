"""Tests of the quiz on paper."""
