"""What administrators see of mail that came in, and what they do with it."""
