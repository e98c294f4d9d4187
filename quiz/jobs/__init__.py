"""Work that takes longer than a page may: one row for each job, a queue that carries its key, and a consumer."""
