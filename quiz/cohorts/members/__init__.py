"""The roster of a cohort: who is on it, changing and removing entries, more time, a new way to sign in."""
