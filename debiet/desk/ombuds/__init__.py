"""The ombuds function's pages."""
