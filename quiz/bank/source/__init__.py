"""The Markdown of the bank cut into its pieces: blocks, sections, lists, fields."""
