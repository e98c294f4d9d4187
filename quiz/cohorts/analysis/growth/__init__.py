"""Growth of a cohort from the likelihoods of its sittings. Pure maths."""
