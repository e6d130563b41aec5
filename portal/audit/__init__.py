"""The audited layer: who, when and why, written by the database itself."""
