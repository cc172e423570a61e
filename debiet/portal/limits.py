"""How often one address may try: counted in PostgreSQL, for all web processes together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from debiet.core import rate_limit

WINDOW = timedelta(hours=1)
QUESTIONS = 10
ADDITIONS = 20
VERDICTS = 20
TRIES_OF_ADDRESS = 20
TRIES_OF_NUMBER = 20
CODES_OF_ADDRESS = 10
CODES_OF_NUMBER = 3
RATINGS = 20
KEPT_FORMS = 20
ARTICLE_VERDICTS = 3


@dataclass(frozen=True, slots=True)
class Try:
    """One thing that is counted: what, of whom, and how often it may be done in an hour."""

    what: str
    whose: str
    limit: int


def spent(a_try: Try, *, at: datetime) -> bool:
    """Count a try and return whether there were too many."""
    return rate_limit.spent(
        what=a_try.what, whose=a_try.whose, limit=a_try.limit, window=WINDOW, at=at
    )


def give_back(a_try: Try, *, at: datetime) -> None:
    """Take a try back that was no guess."""
    rate_limit.give_back(what=a_try.what, whose=a_try.whose, window=WINDOW, at=at)


def question(request: HttpRequest) -> Try:
    """Return what counts when a question is asked."""
    return Try("portal.ask", address(request), QUESTIONS)


def addition(number: str) -> Try:
    """Return what counts when words are added to a case."""
    return Try("portal.add", number, ADDITIONS)


def verdict(number: str) -> Try:
    """Return what counts when somebody says whether a case is solved."""
    return Try("portal.solved", number, VERDICTS)


def status_tries(request: HttpRequest, *, number: str) -> list[Try]:
    """Return what counts when number and code are given; "" is no number at all."""
    tries = [Try("portal.status.address", address(request), TRIES_OF_ADDRESS)]
    if number:
        tries.append(Try("portal.status.number", number, TRIES_OF_NUMBER))
    return tries


def lost_code(request: HttpRequest, *, number: str) -> list[Try]:
    """Return what counts when somebody wants a code again, whether or not the number exists."""
    return [
        Try("portal.code.address", address(request), CODES_OF_ADDRESS),
        Try("portal.code.number", number, CODES_OF_NUMBER),
    ]


def rating(number: str) -> Try:
    """Return what counts when somebody says how a question went."""
    return Try("portal.rate", number, RATINGS)


def article(request: HttpRequest, article_id: int) -> Try:
    """Return what counts when somebody says whether an article helped."""
    return Try("portal.article", f"{address(request)} {article_id}", ARTICLE_VERDICTS)


def kept_files(request: HttpRequest) -> Try:
    """Return what counts when files of a form are kept because it is shown again."""
    return Try("portal.keep", address(request), KEPT_FORMS)


def address(request: HttpRequest) -> str:
    """Return where a request comes from, as one household or office: IPv6 by its /64.

    Behind a proxy it is what the proxy itself added at the end; what stands before it anybody can
    write.
    """
    found = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        found = request.META.get("HTTP_X_FORWARDED_FOR", found).rpartition(",")[2].strip()
    try:
        parsed = ip_address(found)
    except ValueError:
        return found
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
