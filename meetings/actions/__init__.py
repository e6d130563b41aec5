"""Verbs of the meetings: the only code that writes."""
