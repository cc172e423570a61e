"""Search: the words that stand in what can be found, and how words are looked for."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "debiet.search"

    def ready(self) -> None:
        """Teach the columns of words their one question."""
        from debiet.search import fields  # noqa: F401
