"""A result given to others: by a link that expires, or as a signed file."""
