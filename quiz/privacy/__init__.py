"""What is stored about people and why: the register, what they download, what is deleted, who looked at it."""
