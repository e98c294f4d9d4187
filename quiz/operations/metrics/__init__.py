"""Numbers for a monitor, in the text format of Prometheus, for whoever shows the token of the settings."""
