"""What happens in a sitting: starting, state transitions, reading an answer, joining two people."""
