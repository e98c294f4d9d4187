"""What a member sees of a cohort: its checks, who sees what, what is shared, leaving."""
