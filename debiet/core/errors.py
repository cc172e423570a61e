"""Refusals: what an action says no to, with a code and a sentence a customer can read."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words


class Refused(Exception):
    """An anticipated no; screens show its sentence, anything else is a bug and is logged.

    :param facts: values for the placeholders in the sentence
    """

    code: ClassVar[str] = "core.refused"
    message: ClassVar[Words] = _("This cannot be done.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.facts if self.facts else str(self.message)


class NotAllowed(Refused):
    """The actor lacks the permission that the action names."""

    code = "core.not-allowed"
    message = _("You are not allowed to do this. Your team lead can tell you who may.")


class NotFound(Refused):
    """There is no such thing, or the actor may not know that there is: the same answer for both."""

    code = "core.not-found"
    message = _("We did not find this.")


class ChangedMeanwhile(Refused):
    """Somebody else saved the same thing in between; both versions are shown to choose from."""

    code = "core.changed-meanwhile"
    message = _("Somebody else changed this while you were working on it.")
