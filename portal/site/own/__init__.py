"""What the portal keeps for a person: bookmarks, what was seen last, whether keys act."""
