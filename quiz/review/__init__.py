"""After the answers: each question with its reasons, and practice."""
