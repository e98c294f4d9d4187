"""Pages that belong to no other room: help, privacy, health, errors, the theme switch."""
