"""`trigpoint bank`: the question bank on the command line."""
