"""A person's file as an employee has it before it; `access.py` opens it."""

from dataclasses import dataclass

from debiet.core.actor import Actor


@dataclass(frozen=True)
class OpenPerson:
    """A customer's file that an employee has before it, and the actor with its purpose.

    :param query: what an address about this file carries, so that the purpose stays known
    """

    customer_id: int
    viewer: Actor
    query: str
    case_number: str = ""


class MustSayWhy(Exception):
    """A file opens only after the employee said why; it is asked and then led back."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(customer_id)
        self.customer_id = customer_id
