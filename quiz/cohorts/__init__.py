"""Cohorts: groups of learners with a goal, the checks they take, and what instructors see of them."""
