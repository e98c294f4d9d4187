"""Kill servers at chosen moments and count what was lost."""
