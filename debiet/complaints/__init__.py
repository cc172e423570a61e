"""Complaints: a case that became one, the way it walks, and what it was answered."""
