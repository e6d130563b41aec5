"""Closed days of the office, and how its time limits are counted."""
