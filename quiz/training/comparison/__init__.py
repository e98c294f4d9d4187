"""Training routes compared for one person: measures, match and pages."""
