"""What administrators see and set of the ways in which mail comes in."""
