"""The measuring engine: numbers in, numbers out. It knows neither Flask nor the database."""
