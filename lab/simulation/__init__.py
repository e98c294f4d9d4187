"""Simulation: generated worlds and people, whole sittings with any engine, and accuracy figures.

Used by tests, for tuning and by `trigpoint simulate`; never by the app.
"""
