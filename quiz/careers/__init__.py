"""The job itself: pay, outlook, steps, and where the figures come from."""
