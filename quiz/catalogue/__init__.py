"""Data read from `questions/` other than the questions: areas, objectives, skills, goals, training routes."""
