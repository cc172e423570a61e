"""The interface for other systems: what is public now, more with the orders that need it."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Schema

from debiet.api import problems
from debiet.api.calls import router as calls
from debiet.api.scim import router as scim
from debiet.api.scim_groups import router as scim_groups
from debiet.terms import queries as terms

api = NinjaAPI(title="Debiet", version="1", docs_url=None, urls_namespace="api")
problems.install(api)
api.add_router("/calls", calls)
api.add_router("/scim/v2", scim)
api.add_router("/scim/v2", scim_groups)


class Promise(Schema):
    """One sentence of the service promise."""

    title: str
    sentence: str
    version: int
    valid_from: datetime


@api.get("/promises", response=list[Promise], url_name="promises")
def promises(request: HttpRequest, language: str = "nl") -> list[terms.Promise]:
    """Return what the utility promises now: what, within what term."""
    return terms.promises(at=timezone.now(), language=language)
