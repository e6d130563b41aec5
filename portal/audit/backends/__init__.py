"""Database back ends that keep the audit wall standing."""
