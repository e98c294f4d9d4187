"""The organisations of a site."""
