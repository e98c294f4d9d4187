"""The job itself: pay, outlook, career steps, and where the figures come from."""
