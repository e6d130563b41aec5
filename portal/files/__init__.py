"""Files: one store for everything that is uploaded or issued, each content kept once under its SHA-256."""
