"""How gunicorn runs one site; addresses and numbers of processes come from `debiet serve`.

The names are gunicorn's: https://docs.gunicorn.org/en/stable/settings.html
"""

from typing import Any

from debiet.cli.processes import end_with_parent

worker_class = "gthread"
graceful_timeout = 20
timeout = 60
keepalive = 5
loglevel = "warning"
accesslog = None  # our own middleware writes one line a request, without personal data
control_socket_disable = True  # it would lie in the home folder, one for all sites
max_requests = 10_000
max_requests_jitter = 1_000


def on_starting(server: Any) -> None:
    """Let the site end when `debiet serve` does, however it ended."""
    end_with_parent()
