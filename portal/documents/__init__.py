"""Printed documents: the only room that renders PDF."""
