"""Proofs by running: runtimes, the sandbox, the verdict on an output, and the store of proofs."""
