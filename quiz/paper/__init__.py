"""The quiz on paper: booklets, answer sheets and keys, and the answers typed in afterwards."""
