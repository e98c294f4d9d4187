"""One-time links: to sign up, to choose a new password, to change the email address."""
