"""A lost code: it goes out again by the way on file, never to what somebody types here."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions
from debiet.portal import access, limits
from debiet.portal.forms import LostCodeForm
from debiet.portal.show import own_page, page

TOO_OFTEN = _(
    "A code was asked many times within an hour. Wait an hour and try again, or call us. Our "
    "number is on your invoice."
)


@own_page
def ask(request: HttpRequest) -> HttpResponse:
    """Take a number; the page is the same whether or not there is such a question."""
    form = LostCodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return page(request, "lost_code", {"form": form})
    number, at = form.cleaned_data["number"], timezone.now()
    tries = [limits.spent(a_try, at=at) for a_try in limits.lost_code(request, number=number)]
    if True in tries:
        form.add_error(None, TOO_OFTEN)
        return page(request, "lost_code", {"form": form}, status=429)
    actions.ask_code(number=number, by=access.visitor(), at=at)
    return page(request, "code_sent", {"number": number})
