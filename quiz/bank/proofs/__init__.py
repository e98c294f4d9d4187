"""Proving keys by running: what runs what, in which cage, what must come out, and where proofs are kept."""
