"""Pages of the one list: the list itself, its file, its saved views, and edits of its rows."""
