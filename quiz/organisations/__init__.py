"""Organisations, who belongs to them, and what people may do."""
