"""Figures of the portal on the machine at hand: printed, never asserted. ``python -m bench``."""
