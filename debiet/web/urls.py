"""What both sites offer: languages and the utility's colors. Each site's URLconf includes this."""

from django.urls import path
from django.views.i18n import set_language

from debiet.web.colors import colors

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("colors.css", colors, name="colors"),
]
