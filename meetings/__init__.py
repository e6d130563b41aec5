"""Meetings: bodies, sittings, the record of what was said, and what was decided."""
