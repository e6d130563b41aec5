"""出典: where the values of any record come from."""
