"""The difficulty of questions: as authored, and as calibrated from answers."""
