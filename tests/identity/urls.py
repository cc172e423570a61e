"""The sign-in pages and one page behind them, for either site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

GREETING = "signed in: "


def greeting(user_id: int | None) -> str:
    """Return what the page behind the sign-in says to somebody; its icon asks for nothing."""
    return f'<link rel="icon" href="data:,">{GREETING}{user_id}'


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(greeting(request.user.pk))


urlpatterns = [
    path("", home, name="home"),
    path("account/", include("debiet.desk.urls_account")),
    path("language/", set_language, name="set_language"),
]
handler429 = "debiet.desk.urls_account.too_many_tries"
