"""The measurement engine behind JSON lines, for experiments in any language."""
