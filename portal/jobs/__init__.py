"""Long work: asked for on a page, done step by step in a worker, with progress, a log and a result file."""
