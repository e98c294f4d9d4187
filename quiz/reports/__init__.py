"""The printed result."""
