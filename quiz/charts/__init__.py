"""Numbers to SVG: strips, sections, dots and ticks. Pure."""
