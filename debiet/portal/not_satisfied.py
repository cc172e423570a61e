"""What becomes of a complaint, for everybody: the three steps, their terms, the bodies outside."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from debiet.complaints import queries as complaints
from debiet.portal.show import open_page, page


@open_page
def explain(request: HttpRequest) -> HttpResponse:
    """Show the steps of a complaint with the terms that hold today, and where else one can go."""
    at = timezone.now()
    facts = {
        "periods": complaints.periods_on(at=at),
        "bodies": complaints.bodies_in_words(language=(get_language() or "nl")[:2], at=at),
    }
    return page(request, "not_satisfied", facts)
