"""What an instructor reads about a cohort: loaded once for a page, from results as they were stored."""
