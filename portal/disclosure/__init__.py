"""What the public may read: grounds, withheld places, public wording."""
