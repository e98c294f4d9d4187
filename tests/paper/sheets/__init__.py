"""Tests of answer sheets."""
