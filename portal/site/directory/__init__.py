"""組織と人: pages of organisations, departments, offices, persons and postings."""
