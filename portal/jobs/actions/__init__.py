"""Verbs of long work: what people ask for, and what a worker writes down."""
