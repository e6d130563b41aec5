"""The ground: audited layer, accounts, sources, disclosure, documents, site shell."""
