"""Who may do what: the decisions, to whom things belong, and the rules that views declare."""
