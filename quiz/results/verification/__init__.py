"""The code on a printed report: the page it leads to, and what was made under it."""
