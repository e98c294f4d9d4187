"""Commands that exist in a checkout only: `engine`, `simulate`, `calibrate`, `bench`."""
