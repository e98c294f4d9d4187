"""Rosters as files: reading what other systems export, comparing it with what is there, storing it, writing it."""
