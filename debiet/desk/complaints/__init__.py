"""Complaints at the desk: on the case page, a page a step, and the list of them."""
