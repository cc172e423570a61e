"""Names in the shared cache, such that the table tells nobody's address."""

from django.utils.crypto import salted_hmac


def hashed(key: str, prefix: str, version: int) -> str:
    """Return the name under which the cache keeps a value: a keyed hash.

    allauth's own names hold the visitor's network address; this is Django's `KEY_FUNCTION`.
    """
    return salted_hmac(
        "identity.cache", f"{prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
