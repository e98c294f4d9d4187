"""What is wrong with an installation, and what to do about it: one function for each check, one row for each finding."""
