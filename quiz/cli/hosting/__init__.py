"""Commands for whoever hosts Trigpoint."""
