"""Sources, citations and stated dates: where a value comes from."""
