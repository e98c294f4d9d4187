"""What administrators do: accounts, roles, organisations."""
