"""Filling in where an answer reaches somebody whom nothing in writing reached."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import locked_case, save
from debiet.cases.events import AddressTold
from debiet.cases.ways import correspondent
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.rules.access import Permission


class ReachedAlready(Refused):
    """Answers arrive somewhere already; whoever calls does not move them to another place here."""

    code = "cases.reached-already"
    message = _(
        "Something in writing reaches the customer already. Addresses of a known customer are "
        "changed in the customer's file."
    )


class AddressMissing(Refused):
    """No address was given."""

    code = "cases.address-missing"
    message = _("Fill in an e-mail address or a postal address.")


@action(permission=Permission.EDIT_CASE)
def tell_address(
    *, case_id: int, email: str = "", address: str = "", by: Actor, at: datetime
) -> None:
    """Take down where answers in a case reach whoever asked, which was not known before.

    :param address: postal, in lines
    :raises AddressMissing: if neither is given
    :raises ReachedAlready: if something in writing arrives already, or the customer is known
    """
    email, address = email.strip(), address.strip()
    if not (email or address):
        raise AddressMissing
    case = locked_case(case_id, by=by)
    if case.customer_id is not None or correspondent(case).ways.written is not None:
        raise ReachedAlready
    case.contact_email = email or case.contact_email
    case.contact_address = address or case.contact_address
    save(case, email=bool(email), address=bool(address))  # that they were told, not what they are
    publish(AddressTold(case_id=case.pk))
