"""The pages that are the same for everybody: first page, service promise, statements."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from debiet.portal import access
from debiet.portal.show import open_page, page
from debiet.terms import queries as terms

STATEMENT_ON = date(2026, 11, 23)
"""When the statements on accessibility and privacy were written; a change of them changes this."""


@never_cache
def front(request: HttpRequest) -> HttpResponse:
    """Show what one can do here, and the questions that are open to this browser."""
    promises = terms.promises(at=timezone.now())
    return page(request, "front", {"promises": promises, "numbers": access.numbers(request)})


@open_page
def promise(request: HttpRequest) -> HttpResponse:
    """Show what the utility promises, each wording with the day since which it holds."""
    return page(request, "promise", {"promises": terms.promises(at=timezone.now())})


@open_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible this website is (Bestuursdecreet art. II.16, directive 2016/2102)."""
    return page(request, "accessibility", {"statement_on": STATEMENT_ON})


@open_page
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what happens with what people send (GDPR art. 13)."""
    return page(request, "privacy", {"statement_on": STATEMENT_ON})
