"""How a sitting meets the measurement engine: what is asked next, and what the answers say."""
