"""The page of levels: people by areas, how each area is spread, and what that says of teaching."""
