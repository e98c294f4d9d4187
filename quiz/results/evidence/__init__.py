"""What a person says of themselves and can show, beside what was measured."""
