"""What happens to sign-ins that others follow up."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class PasswordResetRequested(Event):
    """Somebody who forgot a password asked for a link to choose a new one."""

    user_id: int


@dataclass(frozen=True)
class UserDeactivated(Event):
    """A sign-in was ended: nobody comes in with it any more."""

    user_id: int
