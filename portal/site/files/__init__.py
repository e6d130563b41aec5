"""Uploads in forms, and the one address from which files are handed out."""
