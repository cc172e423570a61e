"""The words of the desk for figures on complaints: what each is called, and what it counts."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.complaint_figures import Measure

MEASURES: Mapping[str, Words] = {
    Measure.TOTAL: _("Received as a complaint"),
    Measure.COMPLAINTS: _("Complaints"),
    Measure.ADMISSIBLE: _("Admissible complaints"),
    Measure.FATE: _("What became of them"),
    Measure.CALLED_QUESTION: _("No complaint, by who said so"),
    Measure.GROUND: _("Not admissible, by ground"),
    Measure.ANSWERED: _("Answered in time"),
    Measure.SILENT: _("No reaction to the answer"),
    Measure.OUTCOME: _("What came of founded complaints"),
    Measure.CARRIER: _("Came by"),
    Measure.ROUTE: _("Through whom"),
    Measure.NORM: _("Norms that were breached"),
    Measure.THEME: _("What they are about"),
    Measure.COMPONENT: _("Service"),
    Measure.COMPONENT_THEME: _("What they are about, by service"),
    Measure.MUNICIPALITY: _("Municipality"),
    Measure.HOUSEHOLD_PLACE: _("Households, by municipality"),
    Measure.SEGMENT: _("Kind of customer"),
    Measure.SECOND_LINE: _("Raised by the second line"),
    "month": _("Month"),
    "days": _("Days to the answer"),
}
_EACH = _("All complaints; each counts once.")
_SEVERAL = _("All complaints; one that came by several counts under each.")
_BOTH = _("All complaints; one about both services counts under each.")
MEANINGS: Mapping[str, Words] = {
    Measure.TOTAL: _("all that was received as a complaint in the year"),
    Measure.COMPLAINTS: _("without what was called no complaint"),
    Measure.ADMISSIBLE: _("complaints that were not refused"),
    Measure.SILENT: _("answered, and the customer said nothing to it"),
    Measure.FATE: _(
        "All that was received; each counts once, by where it stands now. What is with the ombuds "
        "function is open, whatever the first line thought of it."
    ),
    Measure.CALLED_QUESTION: _("What was called no complaint, by who did. Why stands behind it."),
    Measure.GROUND: _("What was refused, by its ground."),
    Measure.ANSWERED: _(
        "All complaints; each counts once. An answer is the first letter that answers or refuses "
        "and did not come back, by the day on which it left."
    ),
    Measure.OUTCOME: _("Founded and partly founded complaints, and each of the two apart."),
    Measure.CARRIER: _SEVERAL,
    Measure.ROUTE: _SEVERAL,
    Measure.NORM: _(
        "Founded and partly founded complaints, by each norm breached, and each of the two apart."
    ),
    Measure.THEME: _EACH,
    Measure.COMPONENT: _BOTH,
    Measure.COMPONENT_THEME: _BOTH,
    Measure.MUNICIPALITY: _EACH,
    Measure.HOUSEHOLD_PLACE: _("Complaints of customers without an enterprise number."),
    Measure.SEGMENT: _EACH,
    Measure.SECOND_LINE: _("Complaints of which a body outside raised something with us."),
}
"""As `docs/algorithms/complaint-figures.md` defines each."""
