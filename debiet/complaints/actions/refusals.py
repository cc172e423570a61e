"""Why a step of a complaint is not taken: a refusal for each trouble of the rule."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.core.errors import Refused
from debiet.rules.complaint_needs import StepTrouble


class NoSuchStep(Refused):
    """No complaint goes from where it stands to there."""

    code = "complaints.no-such-step"
    message = _("A complaint does not go from where it stands to there.")


class NotYours(Refused):
    """The step is for somebody else to take."""

    code = "complaints.not-yours"
    message = _("This step is for somebody else to take.")


class NoWish(Refused):
    """Nothing shows that the customer wants this."""

    code = "complaints.no-wish"
    message = _("Say in which contact the customer asked for this.")


class NoReason(Refused):
    """The step needs a reason."""

    code = "complaints.no-reason"
    message = _("Say why. The reason stays with the complaint.")


class NoGround(Refused):
    """A complaint is refused on a ground of the list only."""

    code = "complaints.no-ground"
    message = _("Choose the ground on which the complaint is refused.")


class NoTakeover(Refused):
    """Nothing lets the ombuds function take the complaint over."""

    code = "complaints.no-takeover"
    message = _("Say why the complaint goes to the ombuds function.")


class AskedForOmbuds(Refused):
    """The customer asked for the ombuds function; it decides first."""

    code = "complaints.asked-for-ombuds"
    message = _("The customer asked for the ombuds function. It decides first what happens.")


class IsFinal(Refused):
    """The ombuds function gave a definitive solution."""

    code = "complaints.final"
    message = _("The ombuds function decided. A body outside is the next one to go to.")


class YearOver(Refused):
    """The year in which the ombuds function can be asked for is over."""

    code = "complaints.year-over"
    message = _("More than a year has passed since the answer. A body outside may still help.")


class TooLateToRefuse(Refused):
    """The term for refusing is over; the complaint must be answered."""

    code = "complaints.too-late-to-refuse"
    message = _("The term for refusing is over. The complaint must be answered.")


class FirstLineHasTime(Refused):
    """The term of the first line still runs."""

    code = "complaints.first-line-has-time"
    message = _("The term of the first line still runs.")


class CustomerHasTime(Refused):
    """The customer still has time to react."""

    code = "complaints.customer-has-time"
    message = _("The customer still has time to react to the answer.")


class WasDelivered(Refused):
    """The answer did not come back."""

    code = "complaints.was-delivered"
    message = _("The answer did not come back.")


class NotAssessed(Refused):
    """An answer says whether the customer was right."""

    code = "complaints.not-assessed"
    message = _("Say whether the customer was right: founded, partly founded or unfounded.")


class NotDispatched(Refused):
    """The letter has not left the house yet."""

    code = "complaints.not-dispatched"
    message = _("The letter has not left yet.")


class RemediesOpen(Refused):
    """What was promised is not all done."""

    code = "complaints.remedies-open"
    message = _("Not everything that was promised has been done.")


REFUSALS: Final[Mapping[StepTrouble, type[Refused]]] = {
    StepTrouble.NO_SUCH_STEP: NoSuchStep,
    StepTrouble.NOT_YOURS: NotYours,
    StepTrouble.NO_WISH: NoWish,
    StepTrouble.NO_REASON: NoReason,
    StepTrouble.NO_GROUND: NoGround,
    StepTrouble.NO_TAKEOVER: NoTakeover,
    StepTrouble.ASKED_FOR_OMBUDS: AskedForOmbuds,
    StepTrouble.FINAL: IsFinal,
    StepTrouble.YEAR_OVER: YearOver,
    StepTrouble.TOO_LATE_TO_REFUSE: TooLateToRefuse,
    StepTrouble.FIRST_LINE_HAS_TIME: FirstLineHasTime,
    StepTrouble.CUSTOMER_HAS_TIME: CustomerHasTime,
    StepTrouble.WAS_DELIVERED: WasDelivered,
    StepTrouble.NOT_ASSESSED: NotAssessed,
    StepTrouble.NOT_DISPATCHED: NotDispatched,
    StepTrouble.REMEDIES_OPEN: RemediesOpen,
}
"""What is raised for each trouble."""
