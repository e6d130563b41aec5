"""Pages of the accounts. They stand here because a room of the ground may not look up to the shell."""
