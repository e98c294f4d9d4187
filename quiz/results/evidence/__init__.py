"""What a person claims and can show, beside what was measured."""
