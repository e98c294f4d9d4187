"""What administrators see of the questions: what people report about them, and which are not asked."""
