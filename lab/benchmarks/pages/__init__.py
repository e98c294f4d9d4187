"""Benchmarks of whole pages: results, reports, and what asking for many of them does to others."""
