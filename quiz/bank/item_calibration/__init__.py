"""How difficult questions are: as authored, and as learned from answers."""
