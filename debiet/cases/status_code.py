"""The code that opens a case's status page to whoever was told it.

It follows from the number and a secret, so it is stored nowhere and can be told again; a new
`code_version` makes the old code worthless.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from debiet.rules.cases import code_from_digest, tidy_code

_SALT = "debiet.cases.status-code"


def _code(number: str, version: int, secret: str) -> str:
    digest = salted_hmac(_SALT, f"{number}/{version}", secret=secret, algorithm="sha256")
    return code_from_digest(digest.digest())


def status_code(number: str, version: int) -> str:
    """Return the status code of a case."""
    return _code(number, version, settings.SECRET_KEY)


def is_status_code(typed: str, number: str, version: int) -> bool:
    """Return whether somebody typed a case's code; takes as long for a wrong one."""
    tidy = tidy_code(typed)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    # All are compared, whichever fits, so that the time tells nothing.
    right = [constant_time_compare(tidy, _code(number, version, key)) for key in secrets]
    return True in right


MASKED = "••••••"


def without_codes(text: str, numbers: Iterable[str], *, versions: int) -> str:
    """Return a text of ours without the codes of some cases, for somebody who was not told them.

    :param versions: how many codes each of them had at most
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    for number in numbers:
        for version in range(1, versions + 1):
            for key in secrets:
                text = text.replace(_code(number, version, key), MASKED)
    return text
