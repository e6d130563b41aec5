"""The forms of the meetings, one noun family a file."""
