"""Reading about sign-ins."""

from allauth.mfa.models import Authenticator

from debiet.core.reading import query


@query(personal=False)
def has_second_factor(*, user_id: int) -> bool:
    """Return whether somebody has an authenticator app or a passkey (codes alone are none)."""
    return bool(
        Authenticator.objects.filter(
            user_id=user_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists()
    )
