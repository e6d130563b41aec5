"""Records for tests, one factory a noun; every factory writes inside an operation of its own."""
