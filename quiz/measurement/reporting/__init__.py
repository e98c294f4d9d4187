"""What is said of an ability: estimates, classification, change, person fit."""
