"""The words of the desk for the second line."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.complaints.queries import BODY_NAMES
from debiet.complaints.words import PIECES
from debiet.core.words import Words
from debiet.rules.complaint_reviews import Agreement, ReviewStep

Labels = Mapping[str, Words]

REVIEW_STEPS: Labels = {
    ReviewStep.RAISED: pgettext_lazy("a review", "registered"),
    ReviewStep.ASKED: _("waits for our answer"),
    ReviewStep.REPLIED: pgettext_lazy("a review", "answered"),
    ReviewStep.CONCLUDED: pgettext_lazy("a review", "concluded"),
}
REVIEW_ENTRIES: Labels = {
    ReviewStep.RAISED: _("They raised it"),
    ReviewStep.ASKED: _("They ask something"),
    ReviewStep.REPLIED: _("We answered"),
    ReviewStep.CONCLUDED: _("They concluded"),
}
"""What happened, where the steps say how it stands."""
AGREEMENTS: Labels = {
    Agreement.AGREED: _("agrees with us"),
    Agreement.PARTLY: _("agrees with us in part"),
    Agreement.NOT_AGREED: _("does not agree with us"),
    Agreement.NOT_JUDGED: _("gave no judgment"),
}
REVIEWS: Mapping[str, Labels] = {
    "review-step": REVIEW_STEPS,
    "review-entry": REVIEW_ENTRIES,
    "review-body": {str(body): name for body, name in BODY_NAMES.items()},
    "agreement": AGREEMENTS,
    "piece-kind": PIECES,
}
