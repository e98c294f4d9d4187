"""The printed report of a result."""
