"""The web process: what gunicorn loads, one site a process (`DEBIET_SITE`)."""

import os

from django.core.wsgi import get_wsgi_application

from debiet.web import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "debiet.settings")

application = get_wsgi_application()
memory.settle()
