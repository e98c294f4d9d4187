"""Goals, and the gap between a person and a goal."""
