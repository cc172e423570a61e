"""Who signs in, with what, and in which of the two realms."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "debiet.identity"

    def ready(self) -> None:
        """Take our place among allauth's checks and signals."""
        # allauth's modules load models, which exist from here on only.
        from debiet.identity import checks, open_sessions, second_factors

        checks.leave_out_unique_address()
        second_factors.listen()
        open_sessions.listen()
