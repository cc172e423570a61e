"""Doing what a form asks, and saying beside it why that was refused."""

from collections.abc import Callable

from debiet.core.errors import Refused
from debiet.desk import access
from debiet.desk.forms import Form


def is_done(form: Form, act: Callable[[], object]) -> bool:
    """Do it, and return whether it was done; a refusal stands with the form.

    :raises Http404: where the refusal says that there is nothing for whoever asks
    """
    try:
        act()
    except Refused as refusal:
        access.answer_hidden(refusal)
        form.add_error(None, str(refusal))
        return False
    return True
