"""A code from an app as the second step of signing in."""
