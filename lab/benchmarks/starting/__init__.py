"""What the start of the whole service costs, and the memory it holds."""
