"""Sittings that were taken on paper."""
