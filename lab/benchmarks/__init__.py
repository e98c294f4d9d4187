"""Benchmarks for `trigpoint bench`: each cost is measured in one run beside a known reference."""
