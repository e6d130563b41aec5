"""Pages of one's own notices: the list, how they are wanted, and the morning sheet."""
