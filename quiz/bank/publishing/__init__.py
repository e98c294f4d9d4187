"""The bank as others read it: JSON, terminal text, statistics, the table in the README."""
