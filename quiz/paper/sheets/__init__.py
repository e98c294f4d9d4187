"""Answer sheets: their codes, and the answers on them typed in."""
