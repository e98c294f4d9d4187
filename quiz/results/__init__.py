"""What a finished sitting says about a person, measured against a goal."""
