"""What `trigpoint bank check` looks for: in each question, between questions, and in the bank as a whole."""
