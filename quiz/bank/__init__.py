"""The question bank: reading, checking, proving, scoring and showing questions."""
