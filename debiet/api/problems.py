"""What the interface says no with: `application/problem+json`, in words that help (RFC 9457)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

KIND = "application/problem+json"


def problem(*, status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """Return a problem in words."""
    content = {"status": status, "title": title, "detail": detail, **more}
    return JsonResponse(content, status=status, content_type=KIND)


def install(api: NinjaAPI) -> None:
    """Let an interface answer with problems."""

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, trouble: AuthenticationError) -> HttpResponse:
        answer = problem(
            status=401,
            title="Not signed in",
            detail="Send `Authorization: Bearer …` with a token that this installation knows.",
        )
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, trouble: ValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(str(step) for step in one["loc"][2:]) or "body", "words": one["msg"]}
            for one in trouble.errors
        ]
        return problem(
            status=422,
            title="Not as described",
            detail="Nothing was kept. The description of the interface is at /v1/openapi.json.",
            errors=errors,
        )
