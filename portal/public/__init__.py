"""What anybody may read without logging in: a tree of files, served here or carried out on a medium."""
