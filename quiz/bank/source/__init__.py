"""The Markdown of question files divided into blocks, sections, lists and fields."""
