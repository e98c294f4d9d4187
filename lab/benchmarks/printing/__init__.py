"""The costs of printing."""
