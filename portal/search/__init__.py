"""One search for all registered kinds of records: what is searched, and today's way of finding it."""
