"""What is missing for a goal, by objective and by skill, and how the same answers read against other goals."""
