"""Projects: what is planned and tracked."""
