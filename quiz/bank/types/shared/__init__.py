"""What several question types have in common: options, typed answers, units, checks of given values."""
