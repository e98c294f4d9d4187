"""The teaching plan of a cohort: what to teach, to whom and in which week."""
