"""Tests of sittings on paper."""
