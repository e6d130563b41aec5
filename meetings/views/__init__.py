"""The pages of the meetings, one noun family a file."""
