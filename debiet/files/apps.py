"""Files: kept once for each content, shown to whom may see the thing they hang on."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "debiet.files"
