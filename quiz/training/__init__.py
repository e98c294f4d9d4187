"""Training routes: compared for one person, and planned week by week."""
