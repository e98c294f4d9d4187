"""What instructors write about a member, who can read it, and evidence that they looked at."""
