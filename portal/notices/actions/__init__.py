"""Verbs of notices: telling people, and what became of the mails about it."""
