"""The parts of a text with gaps: reading, checking, filling in, showing, running."""
