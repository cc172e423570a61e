"""The desk's pages about incidents."""
