"""Who needs help first and why, who can help whom, and what has changed since the check before."""
