"""`trigpoint bench`: what things cost, measured in one run beside something known, never asserted in a test."""
