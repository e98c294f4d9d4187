"""Abilities: the prior and the posterior."""
