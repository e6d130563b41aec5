"""Pages of closed days, due rules and the reading of words."""
