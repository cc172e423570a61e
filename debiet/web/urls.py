"""What both sites offer: languages, the utility's colors and logo. Each URLconf includes this."""

from django.urls import path
from django.views.i18n import set_language

from debiet.web.colors import colors
from debiet.web.logo import logo

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("colors.css", colors, name="colors"),
    path("logo/<slug:digest>/", logo, name="logo"),
]
