"""One member as instructors see them: the shared result, notes, and evidence that somebody has looked at."""
