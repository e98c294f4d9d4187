"""The laboratory of a checkout: simulation, benchmarks, fault injection. It is not part of the wheel."""
