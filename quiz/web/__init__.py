"""What every page shares; knows no other room."""
