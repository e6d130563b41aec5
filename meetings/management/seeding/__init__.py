"""Brings fixtures into the database through the actions, once, with a citation for every value."""
