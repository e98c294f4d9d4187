"""What the results of a cohort add up to. Pure: no database, no request, no clock."""
