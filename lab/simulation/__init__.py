"""Made-up worlds and people, whole sittings with the engine or another, and the figures that come of it.

Tests, tuning and the command `trigpoint simulate` use it; the app never does.
"""
