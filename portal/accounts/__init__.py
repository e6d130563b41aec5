"""Organisations, departments, offices, users and roles."""
