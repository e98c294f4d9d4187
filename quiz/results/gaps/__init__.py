"""What is missing for a goal: by area, by objective, by skill."""
