"""What a course did: entry against exit, for funders, and cohorts of one organisation side by side."""
