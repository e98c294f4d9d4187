"""How the first administrator of a new site gets in."""
