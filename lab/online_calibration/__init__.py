"""Item parameters and population estimated while sittings go on."""
