"""Tests of the room `quiz/cohorts`."""
