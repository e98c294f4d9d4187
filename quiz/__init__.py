"""Trigpoint. `quiz.app.create_app` puts the rooms together; nothing imports from here."""
