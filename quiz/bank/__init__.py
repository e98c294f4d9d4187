"""The questions: files in, checked objects out."""
