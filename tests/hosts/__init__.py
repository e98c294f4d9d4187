"""Several hosts on one database, as a site that grows has them."""
