"""What can be told about requests without saying whose they are: a number for each, and counters over all of them."""
