"""Procurement: what is bought, compared and bought together."""
