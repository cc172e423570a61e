"""Jobs about sign-ins."""

from django.core.management import call_command
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from debiet.core import outgoing
from debiet.identity import letters, open_sessions
from debiet.identity.models import User


@app.task(
    name="identity.send_password_reset",
    retry=RetryStrategy(max_attempts=6, exponential_wait=4),
)
def send_password_reset(*, user_id: int) -> None:
    """Send the link to choose a new password; run twice, it sends a second letter as good.

    A restored copy sends none: a password is set there with `debiet` commands, or sending switched
    on.
    """
    if outgoing.is_off():
        return
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        letters.password_reset(user).send()


@app.periodic(cron="17 3 * * *")
@app.task(name="identity.clear_sessions", queueing_lock="identity.clear_sessions")
def clear_sessions(timestamp: int = 0) -> None:
    """Delete sessions that have ended, every night; run twice it finds none."""
    call_command("clearsessions")
    open_sessions.forget_ended(timezone.now())
