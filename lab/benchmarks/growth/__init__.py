"""What steps, pages and learning cost in databases that grow tenfold, and how the database finds what they ask for."""
