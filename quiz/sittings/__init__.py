"""Taking the quiz: start, answer, pause, finish, look back."""
