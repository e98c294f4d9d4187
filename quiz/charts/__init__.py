"""Numbers to SVG: strips, goal sections, dots, ticks, bars and timelines. Pure, and without a word of text."""
