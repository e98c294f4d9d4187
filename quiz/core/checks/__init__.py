"""What the values of settings must look like."""
