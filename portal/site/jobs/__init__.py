"""Pages of long work: one's own, everybody's for those who look after the workers, and one of them."""
