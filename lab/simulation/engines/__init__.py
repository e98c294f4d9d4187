"""Engines that can be compared: ours, catsim, and any that speaks JSON lines."""
