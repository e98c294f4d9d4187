"""What is believed of a request, and what every answer says to browsers."""
