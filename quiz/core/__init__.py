"""What every room stands on: the database, the clock, keys."""
